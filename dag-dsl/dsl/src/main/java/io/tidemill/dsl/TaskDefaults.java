package io.tidemill.dsl;

/// Default options of all tasks of a DAG or group. An option of a task wins over the default of its group, an inner group wins over an
/// outer one, and a group wins over the DAG. Where defaults are declared among the tasks makes no difference.
///
/// ```java
/// d.defaults(all -> all.retry(Retry.attempts(3)).attemptTimeout(Duration.ofMinutes(10)));
/// d.group("training", g -> {
///   g.defaults(all -> all.requireLabels("gpu").queue("night"));
///   g.task("fit").exec(ctx -> {}); // 3 attempts of 10 minutes, with a GPU, at night
///   g.task("tell").requireLabels().retry(Retry.NONE).exec(ctx -> {}); // one attempt, anywhere, at night
/// });
/// ```
///
/// Labels replace the default labels. A join runs nothing and takes no defaults.
public final class TaskDefaults extends ExecutionOptions<TaskDefaults> {
  TaskDefaults(Settings settings) {
    super(settings);
  }

  @Override TaskDefaults self() {
    return this;
  }
}
