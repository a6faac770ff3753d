import module java.base;

import io.tidemill.dsl.*;

/// A branch over a sealed type: one arm for each variant, which gets that variant, and a join that gives on the result of the
/// arm that was taken. A variant without an arm is refused when the DAG is built.

record Params(@Doc("Euros in the till") @Default("120") int till) {}

sealed interface Day {
  record Profit(int euros) implements Day {}

  record Loss(int euros) implements Day {}

  record Even() implements Day {}
}

Dag<Params> dag() {
  return Dag.define("branch-and-join", Params.class, d -> {
    var day = d.task("close-the-till").run(Day.class, ctx -> {
      var gain = ctx.params().till() - 100;
      return gain > 0 ? new Day.Profit(gain) : gain < 0 ? new Day.Loss(-gain) : new Day.Even();
    });
    var news = d.branch(day)
        .on(Day.Profit.class, (arm, profit) -> arm.task("bank")
            .needs(profit)
            .run(String.class, (ctx, p) -> "brought " + p.euros() + " to the bank"))
        .on(Day.Loss.class, (arm, loss) -> arm.task("borrow")
            .needs(loss)
            .run(String.class, (ctx, l) -> "borrowed " + l.euros()))
        .on(Day.Even.class, (arm, even) -> arm.task("sleep").run(String.class, ctx -> "slept well"))
        .join("news");
    d.task("tell").needs(news).run(String.class, (ctx, text) -> "Today we " + text + ".");
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
