package io.tidemill.engine.graph;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.ShardNode;
import io.tidemill.dsl.graph.ShardSource;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.engine.graph.CompiledGraph.Edge;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One task of a compiled graph.
///
/// @param index its index in the compiled graph
/// @param node what was declared
/// @param in edges into it, in the order of the declaration
/// @param out edges out of it
/// @param requirement what an agent must have to run it
public record CompiledTask(int index, TaskNode node, List<Edge> in, List<Edge> out, Requirement requirement) {
  /// Id of the task.
  public String id() {
    return node.id();
  }

  /// How it is sharded, or null.
  public @Nullable ShardNode shard() {
    return node.shard();
  }

  /// Whether it is clean-up: it runs when what it waits for has ended, however that did, or because it failed.
  public boolean cleansUp() {
    return switch (node.joinRule()) {
      case ALL_DONE, ONE_FAILED, ALL_FAILED -> true;
      case ALL_SUCCESS, ONE_SUCCESS, NONE_FAILED, NONE_FAILED_MIN_ONE_SUCCESS, NONE_SKIPPED -> false;
    };
  }

  /// Whether its shards are those of another task.
  public boolean aligned() {
    ShardNode shard = node.shard();
    return shard != null && shard.source() == ShardSource.ALIGNED;
  }

  /// Whether another task takes its shards.
  public boolean leads() {
    for (Edge edge : out) {
      if (edge.kind() == EdgeKind.ALIGNED) {
        return true;
      }
    }
    return false;
  }

  /// Index of the task whose shards this one takes, -1 if it is not aligned.
  public int alignedWith() {
    for (Edge edge : in) {
      if (edge.kind() == EdgeKind.ALIGNED) {
        return edge.from();
      }
    }
    return -1;
  }
}
