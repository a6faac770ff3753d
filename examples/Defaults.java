import module java.base;

import io.tidemill.dsl.*;

/// Defaults: options of all tasks of a DAG or group. A group's win over those of the DAG, and the options of a task over both.

Dag<NoParams> dag() {
  return Dag.define("defaults", d -> {
    d.defaults(all -> all.retry(Retry.attempts(3).fixed(Duration.ofMillis(50))).attemptTimeout(Duration.ofMinutes(1)));

    var parts = d.group("fetch", fetch -> {
      fetch.defaults(all -> all.retry(Retry.attempts(5).fixed(Duration.ofMillis(20))).priority(10));
      return fetch.shard("parts")
          .overRange(0, 2, 1)
          .run(Integer.class, (ctx, part) -> onceReady(ctx, 4));
    });
    var rate = d.task("rate").run(Integer.class, ctx -> onceReady(ctx, 2));
    var once = d.task("once").retry(Retry.NONE).run(Integer.class, ctx -> onceReady(ctx, 1));
    d.task("attempts")
        .needs(parts, rate, once)
        .run(String.class, (ctx, all, second, first) -> all.results().toList() + " " + second + " " + first);
  });
}

/// Fails until the attempt is the one a service would be ready at.
static int onceReady(TaskContext<?> ctx, int ready) throws IOException {
  if (ctx.attempt() < ready) {
    throw new IOException("not ready at attempt " + ctx.attempt());
  }
  return ctx.attempt();
}

void main(String... args) {
  Dag.main(dag(), args);
}
