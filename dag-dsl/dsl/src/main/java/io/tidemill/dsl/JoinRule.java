package io.tidemill.dsl;

/// When a task with upstreams may start. Evaluated once, when all upstreams are terminal, except the `ONE_` rules, which
/// are evaluated at the first upstream that meets them. Failed means FAILED, TIMED_OUT or UPSTREAM_FAILED; skipped means
/// SKIPPED or OMITTED.
///
/// ```java
/// var main = d.task("main-source").exec(ctx -> {});
/// var spare = d.task("spare-source").exec(ctx -> {});
/// d.task("alarm").after(JoinRule.ONE_FAILED, main, spare).exec(ctx -> ctx.log().warn("A source is down"));
/// d.task("clean-up").after(JoinRule.ALL_DONE, main, spare).exec(ctx -> ctx.log().info("Whatever happened"));
/// ```
public enum JoinRule {
  /// Every upstream succeeded.
  ALL_SUCCESS,
  /// Every upstream is terminal, however it ended.
  ALL_DONE,
  /// Every upstream failed.
  ALL_FAILED,
  /// At least one upstream succeeded; does not wait for the others.
  ONE_SUCCESS,
  /// At least one upstream failed; does not wait for the others.
  ONE_FAILED,
  /// No upstream failed.
  NONE_FAILED,
  /// No upstream failed and at least one succeeded.
  NONE_FAILED_MIN_ONE_SUCCESS,
  /// No upstream was skipped.
  NONE_SKIPPED
}
