package io.tidemill.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.StopReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A remote agent that connects while work waits for it.
class WelcomeTest {
  private final SteppedGateway scheduler = new SteppedGateway();
  private final List<String> told = new ArrayList<>();

  /// Lets the scheduler go on while it is welcomed, as its other threads may at any time.
  private final AgentLink agent = new AgentLink() {
    @Override public void opened() {
      scheduler.step();
      told.add("welcome");
    }

    @Override public void assign(List<Assignment> assignments) {
      told.add("assign");
    }

    @Override public void acknowledge(long batch) {
      told.add("acknowledge");
    }

    @Override public void stop(AttemptKey key, StopReason reason) {
      told.add("stop");
    }

    @Override public void release(List<AttemptKey> keys) {
      told.add("release");
    }

    @Override public void cutOff() {
      told.add("cut off");
    }
  };

  @Test void an_agent_is_welcomed_before_it_is_given_work_because_it_counts_silence_from_then_on() {
    scheduler.deploy(Dag.define("one", d -> d.task("only").exec(_ -> {})));
    scheduler.start("one");
    scheduler.step();

    scheduler.gateway.connect("10.0.0.1", () -> {})
        .open(SteppedGateway.hello(7), false, List.of(), answer -> answer.accept(List.of()), agent);
    scheduler.step();

    assertThat(told).containsExactly("welcome", "assign");
  }

  @Test void an_agent_that_returns_is_welcomed_before_what_it_should_not_have_is_stopped() {
    AttemptKey unknown = new AttemptKey(99, 1, 0, 1, 5);

    scheduler.gateway.connect("10.0.0.1", () -> {})
        .open(SteppedGateway.hello(7), true, List.of(new InventoryItem(unknown, 1)),
            answer -> answer.accept(List.of()), agent);

    assertThat(told).containsExactly("welcome", "stop");
  }
}
