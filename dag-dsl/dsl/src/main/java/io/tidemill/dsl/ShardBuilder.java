package io.tidemill.dsl;

import io.tidemill.dsl.code.ShardElement;
import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.ShardSource;
import io.tidemill.dsl.value.JsonShape;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A sharded task with its id only: `over…` says what its shards are, options may stand before and after it.
///
/// ```java
/// var counts = d.shard("count").concurrency(10).overRange(0, 1_000, 100)
///     .retry(Retry.attempts(3)).maxFailedShards(1)
///     .run(Long.class, (ctx, range) -> range.size());
/// d.task("sum").needs(counts).run(Long.class, (ctx, all) -> all.results().mapToLong(n -> n).sum());
/// ```
///
/// @param <P> the DAG's parameter record
public final class ShardBuilder<P> extends ShardOptions<P, ShardBuilder<P>> {
  ShardBuilder(Declaration task) {
    super(task, List.of(), null);
  }

  @Override ShardBuilder<P> self() {
    return this;
  }

  /// One shard for each element of the collection a task results in. [ShardKeys#key] must follow.
  public <T> ShardKeys<P, T> over(Task<? extends Collection<T>> elements) {
    return new ShardKeys<>(task, elements);
  }

  /// One shard for each shard of another sharded task, with the same key; its element is the result of that shard. A shard starts
  /// as soon as the shard before it has succeeded, without waiting for the others.
  public <T> ShardBuilder1<P, T> over(Sharded<T> before) {
    var from = Ref.of(before).as(EdgeKind.ALIGNED);
    return sharded(ShardSource.ALIGNED, from, before.declaration.resultType(), null);
  }

  /// One shard for each part of the numbers from `from` up to, not including, `to`. Its element is a [Range], its key
  /// `from..to`.
  ///
  /// @param from first number
  /// @param to the number after the last, not less than `from`
  /// @param size numbers in each part but the last, at least 1
  public ShardBuilder1<P, Range> overRange(long from, long to, long size) {
    var parts = Ranges.count(from, to, size);
    if (parts < 0) {
      task.build.problems.add("bad-range", task.at(SourceLocation.here()),
          "a range that does not go down, with fewer than 2^63 numbers, in parts of at least 1",
          "from " + from + " to " + to + " in parts of " + size, "");
    }
    return sharded(ShardSource.RANGE, null, Range.class, new Ranges(from, to, size));
  }

  /// One shard for each split of the files a task names, with splits of 64 MiB. See [#overFiles(Task, long)].
  public ShardBuilder1<P, FileSplit> overFiles(Task<? extends Collection<?>> files) {
    return overFiles(files, FileSplit.DEFAULT_BYTES);
  }

  /// One shard for each split of the files a task names. Its element is a [FileSplit], its key `path@offset+length`.
  ///
  /// The files are measured when the task is expanded; they must be readable by every agent that may run it. An empty file has no
  /// split.
  ///
  /// @param files a task that results in a collection of [Path] or [String]
  /// @param splitBytes bytes in each split but the last, at least 1
  public ShardBuilder1<P, FileSplit> overFiles(Task<? extends Collection<?>> files, long splitBytes) {
    var element = JsonShape.element(files.declaration.resultType());
    if (element != null && element != Path.class && element != String.class) {
      task.build.problems.add("not-files", task.at(SourceLocation.here()),
          "a task that results in a collection of Path or String",
          files.declaration.resultType().getTypeName(), "");
    }
    return files(new Ref(files.declaration, EdgeKind.SOURCE, Ref.of(files).form(), files.variants),
        new Splits(List.of(), splitBytes));
  }

  /// One shard for each split of the files, with splits of 64 MiB. See [#overFiles(Collection, long)].
  public ShardBuilder1<P, FileSplit> overFiles(Collection<Path> files) {
    return overFiles(files, FileSplit.DEFAULT_BYTES);
  }

  /// One shard for each split of the files, which are measured when the task is expanded. See [#overFiles(Task, long)].
  ///
  /// @param splitBytes bytes in each split but the last, at least 1
  public ShardBuilder1<P, FileSplit> overFiles(Collection<Path> files, long splitBytes) {
    return files(null, new Splits(List.copyOf(files), splitBytes));
  }

  private ShardBuilder1<P, FileSplit> files(@Nullable Ref from, Splits splits) {
    task.build.limits.number("bytes in a split", splits.bytes(), 1, Long.MAX_VALUE, task.at());
    return sharded(ShardSource.FILES, from, FileSplit.class, splits);
  }

  /// A fixed number of shards; each takes the keys whose hash falls to it. Its element is a [HashPartition], its key
  /// `index/count`.
  ///
  /// @param partitions 1 to 1,000,000
  public ShardBuilder1<P, HashPartition> overHash(int partitions) {
    task.build.limits.number("partitions", partitions, 1, 1_000_000, task.at());
    return sharded(ShardSource.HASH, null, HashPartition.class, (inputs, to) -> {
      to.expect(partitions);
      for (var i = 0; i < partitions; i++) {
        var partition = new HashPartition(i, partitions);
        to.add(new ShardElement(partition.key(), partition));
      }
    });
  }

  private <T> ShardBuilder1<P, T> sharded(ShardSource source, @Nullable Ref from, Type element,
      @Nullable ShardSourceExpansion expansion) {
    return sharded(task, source, from, element, expansion);
  }

  static <P, T> ShardBuilder1<P, T> sharded(Declaration task, ShardSource source, @Nullable Ref from, Type element,
      @Nullable ShardSourceExpansion expansion) {
    task.build.open();
    task.sharding().over(source, from, Objects.requireNonNull(element, "element"), expansion);
    return new ShardBuilder1<>(task);
  }
}
