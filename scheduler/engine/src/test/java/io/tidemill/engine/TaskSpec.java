package io.tidemill.engine;

import io.tidemill.dsl.AgentLost;
import io.tidemill.dsl.JoinRule;
import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.EdgeNode;
import io.tidemill.dsl.graph.FailurePolicy;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.RetryNode;
import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.dsl.graph.ShardSource;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.dsl.graph.TimeoutsNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A task as a test declares it, with the defaults of the DSL.
public final class TaskSpec {
  private final String id;
  private final TaskKind kind;
  private final List<EdgeNode> edges = new ArrayList<>();
  private JoinRule rule;
  private RetryNode retry = RetryNode.NONE;
  private TimeoutsNode timeouts = TimeoutsNode.NONE;
  private List<String> labels = List.of();
  private List<String> preferred = List.of();
  private String queue = "";
  private AgentLost onAgentLost = AgentLost.RETRY;
  private int priority;
  private String resultType = "java.lang.String";
  private boolean allowFailure;
  private List<String> produces = List.of();
  private List<String> variants = List.of();
  private ShardSource source = ShardSource.RANGE;
  private int concurrency;
  private FailurePolicy policy = FailurePolicy.ALL_THEN_FAIL;
  private int maxFailedShards = -1;
  private double maxFailedFraction;
  private int maxShards = ShardNode.DEFAULT_MAX_SHARDS;
  private int totalRetries;
  private boolean omitWhenEmpty;

  private TaskSpec(String id, TaskKind kind) {
    this.id = id;
    this.kind = kind;
    rule = kind == TaskKind.JOIN ? JoinRule.NONE_FAILED_MIN_ONE_SUCCESS : JoinRule.ALL_SUCCESS;
  }

  public static TaskSpec task(String id) {
    return new TaskSpec(id, TaskKind.TASK);
  }

  public static TaskSpec sharded(String id) {
    return new TaskSpec(id, TaskKind.SHARDED);
  }

  public static TaskSpec join(String id) {
    return new TaskSpec(id, TaskKind.JOIN);
  }

  /// The task that makes the parameters of a run of its slot.
  public static TaskSpec slotParams() {
    return new TaskSpec("slot-params", TaskKind.SLOT_PARAMS);
  }

  /// A DAG whose parameters are made of the slot before anything else begins.
  public static Graph slotDag(TaskSpec... tasks) {
    return slotDag(0, tasks);
  }

  /// As [#slotDag(TaskSpec...)].
  public static Graph slotDag(long deadlineMillis, TaskSpec... tasks) {
    Stream.of(tasks).filter(task -> task.edges.isEmpty()).forEach(task -> task.edge(EdgeKind.PARAMS, "slot-params"));
    return dag(deadlineMillis, Stream.concat(Stream.of(slotParams().timeouts(0, 60_000, 0)), Stream.of(tasks))
        .toArray(TaskSpec[]::new));
  }

  public static Graph dag(TaskSpec... tasks) {
    return dag(0, tasks);
  }

  public static Graph dag(long deadlineMillis, TaskSpec... tasks) {
    return new Graph(Graph.SCHEMA, "dag", "", "", List.of(), List.of(), List.of(), OverlapNode.DEFAULT, deadlineMillis,
        List.of(),
        Stream.of(tasks).map(TaskSpec::node).toList());
  }

  /// The same graph with another time for clean-up.
  public static Graph withGrace(long millis, Graph graph) {
    return new Graph(graph.schema(), graph.dag(), graph.doc(), graph.owner(), graph.tags(), graph.params(),
        graph.schedules(), graph.overlap(), graph.runDeadlineMillis(), millis, graph.groups(), graph.tasks());
  }

  public TaskSpec result(String type) {
    resultType = type;
    return this;
  }

  public TaskSpec edge(EdgeKind edge, String from, String... variants) {
    edges.add(new EdgeNode(from, edge, List.of(variants)));
    return this;
  }

  public TaskSpec needs(String... from) {
    Stream.of(from).forEach(f -> edge(EdgeKind.DATA, f));
    return this;
  }

  public TaskSpec after(String... from) {
    Stream.of(from).forEach(f -> edge(EdgeKind.ORDER, f));
    return this;
  }

  public TaskSpec outcome(String from) {
    return edge(EdgeKind.OUTCOME, from);
  }

  public TaskSpec aligned(String from) {
    source = ShardSource.ALIGNED;
    return edge(EdgeKind.ALIGNED, from);
  }

  public TaskSpec over(String from) {
    source = ShardSource.ELEMENTS;
    return edge(EdgeKind.SOURCE, from);
  }

  public TaskSpec rule(JoinRule joinRule) {
    rule = joinRule;
    return this;
  }

  public TaskSpec retry(int retries) {
    return retry(new RetryNode(retries + 1, 1_000, 2, 0, 0));
  }

  public TaskSpec retry(RetryNode node) {
    retry = node;
    return this;
  }

  public TaskSpec timeouts(long queue, long attempt, long total) {
    timeouts = new TimeoutsNode(queue, attempt, total);
    return this;
  }

  public TaskSpec priority(int value) {
    priority = value;
    return this;
  }

  public TaskSpec allowFailure() {
    allowFailure = true;
    return this;
  }

  public TaskSpec variants(String... names) {
    variants = List.of(names);
    return this;
  }

  public TaskSpec produces(String... assets) {
    produces = List.of(assets);
    return this;
  }

  public TaskSpec concurrency(int most) {
    concurrency = most;
    return this;
  }

  public TaskSpec failFast() {
    policy = FailurePolicy.FAIL_FAST;
    return this;
  }

  public TaskSpec maxFailedShards(int count) {
    policy = FailurePolicy.TOLERATE;
    maxFailedShards = count;
    return this;
  }

  public TaskSpec maxFailedFraction(double fraction) {
    policy = FailurePolicy.TOLERATE;
    maxFailedFraction = fraction;
    return this;
  }

  public TaskSpec maxShards(int most) {
    maxShards = most;
    return this;
  }

  public TaskSpec totalRetries(int most) {
    totalRetries = most;
    return this;
  }

  public TaskSpec omitWhenEmpty() {
    omitWhenEmpty = true;
    return this;
  }

  public TaskSpec requireLabels(String... required) {
    labels = List.of(required);
    return this;
  }

  public TaskSpec preferLabels(String... wanted) {
    preferred = List.of(wanted);
    return this;
  }

  public TaskSpec queue(String name) {
    queue = name;
    return this;
  }

  public TaskSpec waitForAgent() {
    onAgentLost = AgentLost.WAIT;
    return this;
  }

  private TaskNode node() {
    ShardNode shard = kind == TaskKind.SHARDED
        ? new ShardNode(source, concurrency, policy, maxFailedShards, maxFailedFraction, maxShards, totalRetries,
            omitWhenEmpty)
        : null;
    return new TaskNode(id, kind, edges, rule, resultType, variants, retry, timeouts, "", priority, labels,
        preferred, queue, onAgentLost, false, false, allowFailure, produces, "", "", "Test.java:1", shard);
  }
}
