import module java.base;

import io.tidemill.dsl.*;

/// Join rules and outcomes: tasks that run although, or because, something before them failed. The failing task
/// allows failure, so the run succeeds all the same.

Dag<NoParams> dag() {
  return Dag.define("join-rules", d -> {
    var main = d.task("main-source").allowFailure().run(String.class, ctx -> {
      throw new IOException("The main source is down.");
    });
    var spare = d.task("spare-source").run(String.class, ctx -> "spare data");
    d.task("raise-alarm").after(JoinRule.ONE_FAILED, main, spare).exec(ctx -> ctx.log().warn("A source is down."));
    d.task("release-lock").after(JoinRule.ALL_DONE, main, spare).exec(ctx -> ctx.log().info("Whatever happened."));
    d.task("use-what-there-is")
        .needs(main.outcome(), spare.outcome())
        .run(String.class, (ctx, first, second) -> "main " + first.state() + ", used "
            + Objects.requireNonNullElse(first.result(), second.result()));
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
