package io.tidemill.dsl;

/// What is declared in a group that hands something out: usually a task, for others to wait for.
///
/// It is a [GroupContent] too, so that the compiler prefers it wherever a lambda could be either.
///
/// @param <P> the DAG's parameter record
/// @param <R> what is handed out
@FunctionalInterface
public interface GroupBody<P, R> extends GroupContent<P> {
  /// Declares tasks and groups, and hands one of them (or a record of several) out.
  R build(GroupBuilder<P> group);

  @Override default void declare(GroupBuilder<P> group) {
    build(group);
  }
}
