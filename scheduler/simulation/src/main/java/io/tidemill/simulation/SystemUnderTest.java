package io.tidemill.simulation;

import io.tidemill.engine.input.Input;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.Store;
import java.util.function.UnaryOperator;

/// What a world is built of. [#REAL] is the product; others carry one planted bug each, so that tests see the world find it.
///
/// @param nodes makes a scheduler
/// @param stores what stands between a scheduler and its store
/// @param reports what a report becomes before it is submitted
/// @param commands what stands between a client and a scheduler
/// @param behavior how agents and those who watch over them behave
record SystemUnderTest(Nodes nodes, UnaryOperator<Store> stores, Reports reports,
    UnaryOperator<Commands> commands, AgentBehavior behavior) {
  /// The product as it is.
  static final SystemUnderTest REAL = new SystemUnderTest(SchedulerNode::new, store -> store,
      (node, partition, input) -> input, commands -> commands,
      AgentBehavior.GOOD);

  /// Makes a scheduler.
  @FunctionalInterface
  interface Nodes {
    SchedulerNode node(String name, Store store, AgentPort agents);
  }

  /// What a report becomes before it is submitted.
  @FunctionalInterface
  interface Reports {
    Input reported(SchedulerNode node, int partition, Input input);
  }
}
