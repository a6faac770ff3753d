import module java.base;

import io.tidemill.dsl.*;

/// Allowed failures: the sharded task succeeds while no more than two of its shards fail, and the reduce is told which.

record Result(long sum, List<String> missing) {}

Dag<NoParams> dag() {
  return Dag.define("tolerated-shards", d -> {
    var numbers = d.task("numbers").runAs(Types.listOf(String.class), ctx -> List.of("1", "2", "three", "4", "V", "6"));
    var parsed = d.shard("parse")
        .over(numbers)
        .key(text -> "number-" + text)
        .maxFailedShards(2)
        .run(Integer.class, (ctx, text) -> Integer.parseInt(text));
    d.task("sum")
        .needs(parsed)
        .run(Result.class, (ctx, good) -> new Result(good.results().mapToLong(n -> n).sum(), good.failedKeys()));
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
