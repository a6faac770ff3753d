package io.tidemill.api.service;

import io.tidemill.api.Operations;
import io.tidemill.api.access.AccessTokenResource;
import io.tidemill.api.agent.AgentResource;
import io.tidemill.api.asset.AssetResource;
import io.tidemill.api.audit.AuditResource;
import io.tidemill.api.backfill.BackfillResource;
import io.tidemill.api.cluster.ClusterResource;
import io.tidemill.api.dag.DagResource;
import io.tidemill.api.event.Event;
import io.tidemill.api.event.EventResource;
import io.tidemill.api.graph.GraphResource;
import io.tidemill.api.log.LogResource;
import io.tidemill.api.overview.OverviewResource;
import io.tidemill.api.run.RunResource;
import io.tidemill.api.schedule.ScheduleResource;
import io.tidemill.api.task.TaskResource;
import io.tidemill.api.token.TokenResource;
import io.tidemill.api.version.VersionResource;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.GroupPauses;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.SchedulerNode;

/// Asks the scheduler of this process.
public record SchedulerOperations(DagResource dags, VersionResource versions, RunResource runs,
    BackfillResource backfills, TaskResource tasks,
    LogResource logs, GraphResource graphs, OverviewResource overviews, AgentResource agents, TokenResource tokens,
    AccessTokenResource accessTokens, AuditResource audit, EventResource events, ScheduleResource schedules,
    AssetResource assets, ClusterResource cluster)
    implements Operations {
  /// @param commands where commands to DAGs go
  /// @param owner where questions about live state go
  /// @param work what agents have
  /// @param eventBus gets the changes of runs from here on
  public static Operations of(SchedulerNode node, Commands commands, OwnerQueries owner, DagDirectory dags,
      BundleDeployer deployer, EventBus eventBus,
      AgentResource agents, TokenResource tokens, AccessTokenResource accessTokens, AgentWork work) {
    node.listen((dag, run) -> {
      if (eventBus.heard()) {
        eventBus.tell(Event.run(dags.byNumber(dag).id(), run));
      }
    });
    RequestResolver found = new RequestResolver(dags, node.store(), node.graphs());
    DeclaredSchedules declared = new DeclaredSchedules(node.graphs());
    ScheduleTargets targets = new ScheduleTargets(node.store(), found, declared);
    DagService dagService = new DagService(node, commands, found);
    RunService runService = new RunService(node, commands, owner, dags, found, agents::list);
    return NamedRequests.of(new SchedulerOperations(StoreRefusals.of(DagResource.class, dagService),
        StoreRefusals.of(VersionResource.class, new VersionService(node, dags, found, deployer)),
        StoreRefusals.of(RunResource.class, runService),
        StoreRefusals.of(BackfillResource.class,
            new BackfillService(node, new CommandSender(commands), dags, found)),
        StoreRefusals.of(TaskResource.class, new TaskService(node, owner, found)),
        StoreRefusals.of(LogResource.class, new LogService(node, owner, found)),
        StoreRefusals.of(GraphResource.class, new GraphService(found)),
        StoreRefusals.of(OverviewResource.class, new OverviewService(node, dags, dagService, runService, found, work)),
        StoreRefusals.of(AgentResource.class, agents), StoreRefusals.of(TokenResource.class, tokens),
        StoreRefusals.of(AccessTokenResource.class, accessTokens),
        StoreRefusals.of(AuditResource.class, new AuditService(node.store().audit())), eventBus,
        StoreRefusals.of(ScheduleResource.class, new ScheduleService(node.store(), dags, found, declared,
            new SchedulePauses(node.store(), commands, new CommandSender(commands), new GroupPauses(node), owner,
                targets),
            new MaintenanceWindows(node.store(), commands, new GroupPauses(node), owner, dags, targets))),
        StoreRefusals.of(AssetResource.class,
            new AssetService(node, new CommandSender(commands), owner, dags, found)),
        StoreRefusals.of(ClusterResource.class, new ClusterService(node))));
  }
}
