import module java.base;

import io.tidemill.dsl.*;

/// Fan out and in: four tasks use the result of one and run side by side; a last one takes the results of all five, each
/// with its own type.

record Summary(int count, double mean, long sum, int least, int greatest) {}

Dag<NoParams> dag() {
  return Dag.define("fan-out-fan-in", d -> {
    var numbers = d.task("numbers").runAs(Types.listOf(Integer.class), ctx -> List.of(3, 1, 4, 1, 5, 9, 2, 6));
    var mean = d.task("mean")
        .needs(numbers)
        .run(Double.class, (ctx, n) -> n.stream().mapToInt(i -> i).average().orElse(0));
    var sum = d.task("sum").needs(numbers).run(Long.class, (ctx, n) -> n.stream().mapToLong(i -> i).sum());
    var least = d.task("least").needs(numbers).run(Integer.class, (ctx, n) -> Collections.min(n));
    var greatest = d.task("greatest").needs(numbers).run(Integer.class, (ctx, n) -> Collections.max(n));
    d.task("summary")
        .needs(numbers, mean, sum, least, greatest)
        .run(Summary.class, (ctx, n, average, total, min, max) -> new Summary(n.size(), average, total, min, max));
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
