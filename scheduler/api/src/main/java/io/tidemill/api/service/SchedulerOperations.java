package io.tidemill.api.service;

import io.tidemill.api.Operations;
import io.tidemill.api.agent.AgentResource;
import io.tidemill.api.dag.DagResource;
import io.tidemill.api.event.Event;
import io.tidemill.api.event.EventResource;
import io.tidemill.api.log.LogResource;
import io.tidemill.api.run.RunResource;
import io.tidemill.api.task.TaskResource;
import io.tidemill.api.token.TokenResource;
import io.tidemill.api.version.VersionResource;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.SchedulerNode;

/// Asks the scheduler of this process.
public record SchedulerOperations(DagResource dags, VersionResource versions, RunResource runs, TaskResource tasks,
    LogResource logs, AgentResource agents, TokenResource tokens, EventResource events) implements Operations {
  /// @param eventBus gets the changes of runs from here on
  public static Operations of(SchedulerNode node, DagDirectory dags, BundleDeployer deployer, EventBus eventBus,
      AgentResource agents, TokenResource tokens) {
    node.listen((dag, run) -> {
      if (eventBus.heard()) {
        eventBus.tell(Event.run(dags.byNumber(dag).id(), run));
      }
    });
    RequestResolver found = new RequestResolver(dags, node.store(), node.plans());
    return new SchedulerOperations(new DagService(node, found), new VersionService(node, dags, found, deployer),
        new RunService(node, dags, found), new TaskService(node, found), new LogService(node, found), agents, tokens,
        eventBus);
  }
}
