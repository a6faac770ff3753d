import module java.base;

import io.tidemill.dsl.*;

/// Retries: waits that grow, a wait the body asks for itself, and failures no retry would help against.

record Params(@Doc("A bad request fails at once: retries cannot mend it") @Default("false") boolean badRequest) {}

Dag<Params> dag() {
  return Dag.define("retries", Params.class, d -> {
    var answer = d.task("flaky-service")
        .retry(Retry.attempts(6).backoff(Duration.ofMillis(50), 2).cap(Duration.ofSeconds(1)).jitter(0.2))
        .run(String.class, ctx -> {
          if (ctx.params().badRequest()) {
            throw new NonRetryableException("The service refuses this request.");
          }
          if (ctx.attempt() < 3) {
            throw new IOException("The service is not there (attempt " + ctx.attempt() + ").");
          }
          return "answered at attempt " + ctx.attempt();
        });
    d.task("busy-service")
        .needs(answer)
        .retry(Retry.attempts(2).giveUpOn(IllegalArgumentException.class))
        .run(String.class, (ctx, before) -> {
          if (ctx.attempt() == 1) {
            throw Retry.after(Duration.ofMillis(100)); // what the service said: come back in a moment
          }
          return before + ", then again at attempt " + ctx.attempt();
        });
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
