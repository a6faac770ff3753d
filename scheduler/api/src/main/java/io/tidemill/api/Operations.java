package io.tidemill.api;

import io.tidemill.api.access.AccessTokenResource;
import io.tidemill.api.agent.AgentResource;
import io.tidemill.api.asset.AssetResource;
import io.tidemill.api.audit.AuditResource;
import io.tidemill.api.backfill.BackfillResource;
import io.tidemill.api.cluster.ClusterResource;
import io.tidemill.api.dag.DagResource;
import io.tidemill.api.event.EventResource;
import io.tidemill.api.graph.GraphResource;
import io.tidemill.api.log.LogResource;
import io.tidemill.api.overview.OverviewResource;
import io.tidemill.api.run.RunResource;
import io.tidemill.api.schedule.ScheduleResource;
import io.tidemill.api.task.TaskResource;
import io.tidemill.api.token.TokenResource;
import io.tidemill.api.version.VersionResource;

/// Everything people and programs can ask of a scheduler, one method a resource. Whatever is listed here has its routes, its client and
/// its place in the OpenAPI document.
///
/// All methods of the resources block; all may be called by any thread. Each throws [io.tidemill.api.error.RefusedException]
/// where the request cannot be done, with all reasons; nothing is done then.
public interface Operations {
  /// DAGs.
  DagResource dags();

  /// Versions of DAGs.
  VersionResource versions();

  /// Runs.
  RunResource runs();

  /// Backfills.
  BackfillResource backfills();

  /// Tasks of runs.
  TaskResource tasks();

  /// Logs of attempts.
  LogResource logs();

  /// Graphs of versions.
  GraphResource graphs();

  /// Overviews.
  OverviewResource overviews();

  /// Agents.
  AgentResource agents();

  /// Join tokens of agents.
  TokenResource tokens();

  /// Access tokens of people and programs.
  AccessTokenResource accessTokens();

  /// Who changed what.
  AuditResource audit();

  /// The schedulers of the database.
  ClusterResource cluster();

  /// Assets.
  AssetResource assets();

  /// Schedules and their slots.
  ScheduleResource schedules();

  /// Changes.
  EventResource events();
}
