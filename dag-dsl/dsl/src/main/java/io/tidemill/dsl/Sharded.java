package io.tidemill.dsl;

/// A declared sharded task. As an input it gives the [Shards] of its results; another sharded task may be laid over it,
/// shard by shard.
///
/// Immutable; valid in the DAG it was declared in, and nowhere else.
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
