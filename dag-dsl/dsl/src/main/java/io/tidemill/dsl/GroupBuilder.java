package io.tidemill.dsl;

import java.util.Objects;
import java.util.function.Consumer;

/// A group while it is declared.
///
/// ```java
/// d.group("load", load -> {
///   load.doc("Reads what came in at night.").defaults(all -> all.queue("night"));
///   load.task("orders").exec(ctx -> {});
///   load.task("invoices").exec(ctx -> {});
/// });
/// ```
///
/// @param <P> the DAG's parameter record
public final class GroupBuilder<P> extends Scope<P> {
  GroupBuilder(DagBuild build) {
    super(build);
  }

  /// What the group is for, in Markdown, up to 100,000 characters.
  ///
  /// @return the group itself
  public GroupBuilder<P> doc(String markdown) {
    build.open();
    build.group().doc = Objects.requireNonNull(markdown, "markdown");
    return this;
  }

  /// Default options of the tasks in the group and in groups within it, see [TaskDefaults].
  ///
  /// @return the group itself
  public GroupBuilder<P> defaults(Consumer<? super TaskDefaults> set) {
    var group = build.group();
    group.defaults = build.declare(group.defaults, set);
    return this;
  }
}
