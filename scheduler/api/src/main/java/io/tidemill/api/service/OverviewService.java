package io.tidemill.api.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidemill.api.dag.DagView;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.overview.AgentOverview;
import io.tidemill.api.overview.DagOverview;
import io.tidemill.api.overview.GridFilter;
import io.tidemill.api.overview.GridView;
import io.tidemill.api.overview.Overview;
import io.tidemill.api.overview.OverviewResource;
import io.tidemill.api.overview.RunBar;
import io.tidemill.api.overview.RunOverview;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.RunView;
import io.tidemill.api.task.FailureView;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.RunStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Overviews of the query tables.
final class OverviewService implements OverviewResource {
  private static final List<RunStatus> ACTIVE = List.of(RunStatus.RUNNING, RunStatus.CANCELLING);
  private static final long MOST_HEADLINES = 2_000;
  /// Failures among which the one is looked for that the run failed for.
  private static final int MOST_LOOKED_AT = 100;

  private final SchedulerNode node;
  private final DagDirectory directory;
  private final DagService dags;
  private final RunService runs;
  private final GridReader grids;
  private final AgentWorkReader agents;
  /// An ended run keeps its headline until it is run again; every open page asks for those of all DAGs again and again.
  private final Cache<Ended, String> headlines = Caffeine.newBuilder().maximumSize(MOST_HEADLINES).build();

  /// @param work what agents have
  OverviewService(SchedulerNode node, DagDirectory directory, DagService dags, RunService runs,
      RequestResolver found, AgentWork work) {
    this.node = node;
    this.directory = directory;
    this.dags = dags;
    this.runs = runs;
    grids = new GridReader(node.store().queries(), found);
    agents = new AgentWorkReader(work, directory, node.store().queries(), found);
  }

  private record Ended(String dag, long run, Instant at) {}

  @Override public Overview get() {
    Map<String, List<RunRow>> latest = node.store()
        .queries()
        .latestRuns(DagOverview.RUNS)
        .stream()
        .collect(Collectors.groupingBy(row -> directory.byNumber(row.dag()).id()));
    List<RunRow> active = node.store().queries().runs(0, ACTIVE, null, Overview.MOST_ACTIVE + 1);
    return new Overview(
        dags.list().stream().map(dag -> dag(dag, latest.getOrDefault(dag.id(), List.of()))).toList(),
        active.stream().limit(Overview.MOST_ACTIVE).map(this::view).toList(), active.size() > Overview.MOST_ACTIVE);
  }

  @Override public AgentOverview agent(String name) {
    return agents.read(name);
  }

  private DagOverview dag(DagView dag, List<RunRow> rows) {
    List<RunRow> sorted = rows.stream().sorted(Comparator.comparingLong(RunRow::run)).toList();
    RunView last = sorted.isEmpty() ? null : view(sorted.getLast());
    return new DagOverview(dag, last, last == null ? null : headline(last),
        sorted.stream().map(OverviewService::bar).toList(), usual(sorted));
  }

  private @Nullable String headline(RunView run) {
    Instant endedAt = run.endedAt();
    return run.status() == RunStatus.FAILED && endedAt != null
        ? headlines.get(new Ended(run.dag(), run.run(), endedAt), _ -> failed(run))
        : null;
  }

  private String failed(RunView run) {
    String cause = Objects.requireNonNullElse(run.cause(), "");
    try {
      RunDetail detail = runs.detail(run.dag(), run.run(), MOST_LOOKED_AT);
      FailureView failure = Headline.cause(detail.tasks(), detail.failures());
      return Objects.requireNonNullElse(Headline.of(run, failure, Headline.task(detail.tasks(), failure)), cause);
    } catch (RefusedException _) {
      // One graph that cannot be read must not hide the other DAGs.
      return cause;
    }
  }

  private RunView view(RunRow row) {
    return RunViews.run(directory.byNumber(row.dag()).id(), row, node.quarantined(row.dag()));
  }

  private static RunBar bar(RunRow row) {
    return new RunBar(row.run(), row.status(), Instant.ofEpochMilli(RunViews.begun(row)), RunViews.took(row));
  }

  private static @Nullable Long usual(List<RunRow> runs) {
    List<Long> times = runs.stream()
        .filter(row -> row.status() == RunStatus.SUCCESS)
        .map(RunViews::took)
        .filter(Objects::nonNull)
        .sorted()
        .toList();
    return times.isEmpty() ? null : times.get(times.size() / 2);
  }

  @Override public GridView grid(String dag, GridFilter filter) {
    return grids.read(dag, filter);
  }

  @Override public RunOverview run(String dag, long run) {
    RunDetail detail = runs.detail(dag, run, MOST_LOOKED_AT);
    Catalog.Dag known = Objects.requireNonNull(directory.find(dag));
    List<RunRow> good = node.store()
        .queries()
        .runs(known.number(), List.of(RunStatus.SUCCESS), null, DagOverview.RUNS);
    FailureView failure = Headline.cause(detail.tasks(), detail.failures());
    return new RunOverview(detail.run(), detail.params(), detail.tasks(), detail.counts(), failure,
        Headline.of(detail.run(), failure, Headline.task(detail.tasks(), failure)),
        detail.assetUpdates(), usual(good));
  }
}
