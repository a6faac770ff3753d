package io.tidemill.daemon.boot;

import io.tidemill.api.agent.AgentView;
import io.tidemill.runtime.LocalOwnerQueries;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.OwnerQueries.AssignedTask;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.AgentPort;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was running inside the process before this one when that ended without being stopped.
///
/// It is told before it begins again: a body that halts its process, or crashes it, leaves no other trace, and may end this one before
/// anybody can ask it something. One that a body ended by System.exit has said so itself.
final class UnfinishedWork {
  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedWork.class);
  private static final int MOST_NAMED = 5;

  private UnfinishedWork() {}

  /// Tells it, if there is any.
  ///
  /// @param agents tells the names of agents; one that it does not know was inside the process
  static void tell(SchedulerNode node, AgentPort agents) {
    OwnerQueries owner = new LocalOwnerQueries(node);
    List<String> tasks = new ArrayList<>();
    for (int partition = 0; partition < node.partitions(); partition++) {
      List<AssignedTask> assigned = owner.assigned(partition);
      for (AssignedTask task : assigned == null ? List.<AssignedTask>of() : assigned) {
        String agent = agents.name(task.agent());
        if (agent == null || agent.equals(AgentView.OWN)) {
          tasks.add(task.path());
        }
      }
    }
    if (!tasks.isEmpty()) {
      LOG.warn(
          "The process before this one ended without being stopped while it ran {}{}. That begins again. If it is what"
              + " ends the process, as a body does that halts or crashes it, declare the task isolated() or cancel its run",
          tasks.stream().limit(MOST_NAMED).collect(Collectors.joining(", ")),
          tasks.size() > MOST_NAMED ? " and " + (tasks.size() - MOST_NAMED) + " more" : "");
    }
  }
}
