package io.tidemill.dsl;

/// A declared sharded task. As an input it gives the [Shards] of its results; another sharded task may be laid over it,
/// shard by shard.
///
/// Immutable; valid in the DAG it was declared in, and nowhere else.
///
/// ```java
/// var files = d.task("list").runAs(Types.listOf(String.class), ctx -> List.of("a.csv", "b.csv"));
/// Sharded<Long> rows = d.shard("count").over(files).key(file -> file).run(Long.class, (ctx, file) -> 7L);
/// Sharded<Void> checked = d.shard("check").over(rows).exec((ctx, n) -> ctx.log().info("{} rows", n));
/// d.task("tell").needs(rows).after(checked).exec((ctx, all) -> ctx.log().info("{} files", all.size()));
/// ```
///
/// @param <R> the result of one shard
public final class Sharded<R> implements TaskRef, BodyInput<Shards<R>> {
  final Declaration declaration;

  Sharded(Declaration declaration) {
    this.declaration = declaration;
  }

  @Override public String id() {
    return declaration.id;
  }

  @Override public String toString() {
    return "sharded task " + declaration.id;
  }
}
