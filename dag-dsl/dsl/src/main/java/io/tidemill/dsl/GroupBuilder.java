package io.tidemill.dsl;

import java.util.Objects;

/// A group while it is declared.
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
}
