package io.tidemill.simulation;

import io.tidemill.dsl.AgentLost;
import io.tidemill.dsl.JoinRule;
import io.tidemill.dsl.graph.AssetMode;
import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.EdgeNode;
import io.tidemill.dsl.graph.FailurePolicy;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.OnAssetsNode;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.RetryNode;
import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.dsl.graph.ShardSource;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.dsl.graph.TimeoutsNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes a graph at random, with every feature the engine has.
final class RandomGraph {
  private static final List<String> VARIANTS = List.of("Good", "Bad", "Ugly");
  private static final int MOST_TASKS = 9;

  private final SeededRandom seededRandom;
  private final String dag;
  private final List<TaskNode> tasks = new ArrayList<>();

  RandomGraph(SeededRandom seededRandom, String dag) {
    this.seededRandom = seededRandom;
    this.dag = dag;
  }

  /// @param before DAGs whose assets this one may run on; so none ever starts itself
  Graph make(List<String> before) {
    int size = 1 + seededRandom.below(MOST_TASKS);
    while (tasks.size() < size) {
      tasks.add(task("t" + tasks.size()));
    }
    long deadline = seededRandom.hits(0.1) ? seededRandom.between(5_000, 60_000) : 0;
    return new Graph(Graph.SCHEMA, dag, "", "", List.of(), List.of(), List.of(), onAssets(before),
        OverlapNode.DEFAULT, deadline,
        seededRandom.hits(0.2) ? 0 : seededRandom.between(1_000, 60_000), List.of(), tasks);
  }

  /// An asset that only something outside updates.
  static final String OUTSIDE = "outside";

  /// The asset that tasks of a DAG may produce.
  static String asset(String dag) {
    return "of-" + dag;
  }

  private @Nullable OnAssetsNode onAssets(List<String> before) {
    if (!seededRandom.hits(0.5)) {
      return null;
    }
    TreeSet<String> assets = new TreeSet<>();
    for (int i = 1 + seededRandom.below(2); i > 0; i--) {
      assets.add(before.isEmpty() || seededRandom.hits(0.3) ? OUTSIDE : asset(seededRandom.of(before)));
    }
    boolean all = seededRandom.hits(0.5);
    return new OnAssetsNode(all ? AssetMode.ALL : AssetMode.ANY, List.copyOf(assets),
        all && seededRandom.hits(0.3) ? seededRandom.between(1_000, 20_000) : 0,
        !all && seededRandom.hits(0.3) ? seededRandom.between(100, 5_000) : 0, "");
  }

  private TaskNode task(String id) {
    return switch (seededRandom.below(10)) {
      case 0, 1, 2 -> sharded(id);
      case 3, 4 -> tasks.isEmpty() ? plain(id) : join(id);
      default -> plain(id);
    };
  }

  private TaskNode plain(String id) {
    Map<String, EdgeNode> edges = edges();
    return node(id, TaskKind.TASK, edges, null);
  }

  private Map<String, EdgeNode> edges() {
    Map<String, EdgeNode> edges = new LinkedHashMap<>();
    int many = tasks.isEmpty() ? 0 : seededRandom.below(Math.min(3, tasks.size()) + 1);
    for (int i = 0; i < many; i++) {
      TaskNode from = seededRandom.of(tasks);
      EdgeKind kind = seededRandom.of(List.of(EdgeKind.DATA, EdgeKind.DATA, EdgeKind.ORDER, EdgeKind.OUTCOME));
      edges.put(from.id(), edge(from, kind));
    }
    return edges;
  }

  private EdgeNode edge(TaskNode from, EdgeKind kind) {
    boolean arm = !from.variants().isEmpty() && kind != EdgeKind.OUTCOME && seededRandom.hits(0.8);
    return new EdgeNode(from.id(), kind, arm ? List.of(seededRandom.of(VARIANTS)) : List.of());
  }

  private TaskNode join(String id) {
    Map<String, EdgeNode> edges = new LinkedHashMap<>();
    int many = 1 + seededRandom.below(3);
    for (int i = 0; i < many; i++) {
      TaskNode from = seededRandom.of(tasks);
      if (from.shard() == null) {
        edges.put(from.id(), edge(from, EdgeKind.DATA));
      }
    }
    return edges.isEmpty() ? plain(id) : node(id, TaskKind.JOIN, edges, null);
  }

  private TaskNode sharded(String id) {
    Map<String, EdgeNode> edges = edges();
    List<TaskNode> sharded = tasks.stream().filter(t -> t.shard() != null).toList();
    if (!sharded.isEmpty() && seededRandom.hits(0.6)) {
      TaskNode before = seededRandom.of(sharded);
      edges.put(before.id(), new EdgeNode(before.id(), EdgeKind.ALIGNED, List.of()));
      return node(id, TaskKind.SHARDED, edges, shard(ShardSource.ALIGNED));
    }
    List<TaskNode> plain = tasks.stream().filter(t -> t.shard() == null).toList();
    if (!plain.isEmpty() && seededRandom.hits(0.6)) {
      TaskNode source = seededRandom.of(plain);
      edges.put(source.id(), edge(source, EdgeKind.SOURCE));
      return node(id, TaskKind.SHARDED, edges, shard(ShardSource.ELEMENTS));
    }
    return node(id, TaskKind.SHARDED, edges, shard(ShardSource.RANGE));
  }

  private ShardNode shard(ShardSource source) {
    FailurePolicy policy = seededRandom.of(List.of(FailurePolicy.values()));
    boolean counted = seededRandom.hits(0.5);
    return new ShardNode(source, seededRandom.hits(0.5) ? 1 + seededRandom.below(4) : 0, policy,
        counted ? seededRandom.below(4) : -1,
        counted ? 0 : 0.3, seededRandom.hits(0.1) ? 5 : 100, seededRandom.hits(0.3) ? 1 + seededRandom.below(5) : 0,
        seededRandom.hits(0.3));
  }

  private TaskNode node(String id, TaskKind kind, Map<String, EdgeNode> edges, @Nullable ShardNode shard) {
    JoinRule rule = kind == TaskKind.JOIN
        ? JoinRule.NONE_FAILED_MIN_ONE_SUCCESS
        : seededRandom.hits(0.3) ? seededRandom.of(List.of(JoinRule.values())) : JoinRule.ALL_SUCCESS;
    List<String> variants = kind == TaskKind.TASK && seededRandom.hits(0.3) ? VARIANTS : List.of();
    RetryNode retry = seededRandom.hits(0.5)
        ? new RetryNode(2 + seededRandom.below(3), seededRandom.between(0, 3_000), 2, 5_000,
            seededRandom.hits(0.5) ? 0.5 : 0)
        : RetryNode.NONE;
    TimeoutsNode timeouts = kind != TaskKind.JOIN && seededRandom.hits(0.25)
        ? new TimeoutsNode(limit(20_000), limit(10_000), limit(40_000))
        : TimeoutsNode.NONE;
    return new TaskNode(id, kind, List.copyOf(edges.values()), rule, "java.lang.String", variants, retry, timeouts, "",
        seededRandom.below(3) - 1, seededRandom.hits(0.2) ? List.of(SimulatedAgent.LABEL) : List.of(), List.of(),
        seededRandom.hits(0.1) ? SimulatedAgent.QUEUE : "", seededRandom.hits(0.25) ? AgentLost.WAIT : AgentLost.RETRY,
        false, false,
        seededRandom.hits(0.1),
        kind != TaskKind.JOIN && seededRandom.hits(0.3) ? List.of(asset(dag)) : List.of(), "", "",
        "Sim.java:1", shard);
  }

  private long limit(long most) {
    return seededRandom.hits(0.5) ? seededRandom.between(500, most) : 0;
  }
}
