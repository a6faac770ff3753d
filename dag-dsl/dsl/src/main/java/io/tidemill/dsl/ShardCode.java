package io.tidemill.dsl;

import io.tidemill.dsl.body.Arguments;
import io.tidemill.dsl.body.Body;
import io.tidemill.dsl.code.FailureVerdict;
import io.tidemill.dsl.code.InputCode;
import io.tidemill.dsl.code.ShardElement;
import io.tidemill.dsl.code.ShardedCode;
import io.tidemill.dsl.text.MessageText;
import io.tidemill.dsl.text.WellFormed;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The body of a sharded task and its expansion.
record ShardCode<P>(String task, Type resultType, Type elementType, List<InputCode> expansionInputs,
    List<InputCode> inputs, @Nullable ShardSourceExpansion expansion, int maxShards, Body<P, ?> body, Retry retry)
    implements ShardedCode {
  private static final int MAX_KEY = 1_000;

  @Override
  @SuppressWarnings("unchecked") // whoever runs a DAG gives its bodies the DAG's own parameters
  public @Nullable Object call(TaskContext<?> ctx, List<@Nullable Object> given) throws Exception {
    if (given.size() != inputs.size() + 1) {
      throw new IllegalArgumentException("Expected an element and " + inputs.size() + " inputs for task " + task
          + ", but got " + given.size() + " objects.");
    }
    return BodyCode.present(task, resultType, body.call((TaskContext<P>) ctx, new Arguments(given)));
  }

  @Override public List<ShardElement> expand(TaskContext<?> ctx, List<@Nullable Object> given)
      throws Exception {
    if (expansion == null) {
      throw new IllegalStateException("Task " + task + " is laid over another sharded task and has its shards.");
    }
    if (given.size() != expansionInputs.size()) {
      throw new IllegalArgumentException("Expected " + expansionInputs.size() + " inputs to expand task " + task
          + ", but got " + given.size() + ".");
    }
    var shards = new Collected();
    expansion.expand(given, shards);
    return shards.list;
  }

  @Override public FailureVerdict judge(Throwable failure) {
    return retry.judge(failure);
  }

  private final class Collected implements ShardSourceExpansion.ShardCollector {
    final List<ShardElement> list = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    @Override public void expect(long count) {
      if (count > maxShards) {
        throw new ShardsRefused(String.format(Locale.ROOT,
            "Expected at most %,d shards (maxShards) for task %s, but it expands to %s%,d. Make the shards larger or raise "
                + "maxShards(n).",
            maxShards, task, count == maxShards + 1L ? "at least " : "", count));
      }
    }

    @Override public void add(ShardElement shard) {
      var key = shard.key();
      if (key.isEmpty() || key.length() > MAX_KEY || key.chars().anyMatch(Character::isISOControl)
          || !WellFormed.is(key)) {
        throw new ShardsRefused("Expected a shard key of 1 to " + MAX_KEY
            + " whole characters without control characters, but task " + task + " has " + MessageText.text(key) + ".");
      }
      if (!keys.add(key)) {
        throw new ShardsRefused("Expected every shard of task " + task + " to have a key of its own, but "
            + MessageText.text(key) + " came twice.");
      }
      expect(list.size() + 1L);
      list.add(shard);
    }
  }
}
