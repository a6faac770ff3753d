import module java.base;

import io.tidemill.dsl.*;

/// Time limits: of one attempt, of the wait for a slot, of all attempts together, and of the whole run. An attempt that takes
/// too long is interrupted, counts as a failure and is tried again.

Dag<NoParams> dag() {
  return Dag.define("timeouts", d -> {
    d.runDeadline(Duration.ofMinutes(5));
    d.task("slow-at-first")
        .attemptTimeout(Duration.ofMillis(400))
        .queueTimeout(Duration.ofMinutes(1))
        .totalTimeout(Duration.ofMinutes(2))
        .retry(Retry.attempts(2).fixed(Duration.ofMillis(50)))
        .run(String.class, ctx -> {
          if (ctx.attempt() == 1) {
            new CountDownLatch(1).await(); // for ever, or until interrupted
          }
          return "done at attempt " + ctx.attempt();
        });
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
