import module java.base;

import io.tidemill.dsl.*;

/// Wide fan-in: a task takes any number of results as one record, each held to the type of its component by the compiler.

record Shop(long north, long south, long east, long west, List<String> closed, Shards<Long> returns, double tax) {}

Dag<NoParams> dag() {
  return Dag.define("wide-fan-in", d -> {
    var north = d.task("north").run(Long.class, ctx -> 400L);
    var south = d.task("south").run(Long.class, ctx -> 300L);
    var east = d.task("east").run(Long.class, ctx -> 200L);
    var west = d.task("west").run(Long.class, ctx -> 100L);
    var closed = d.task("closed").runAs(Types.listOf(String.class), ctx -> List.of("harbour"));
    var returns = d.shard("returns").overRange(0, 3, 1).run(Long.class, (ctx, part) -> 10L * part.from());
    var tax = d.task("tax").run(Double.class, ctx -> 0.25);
    d.task("income")
        .needs(Inputs.of(Shop.class)
            .with(Shop::north, north)
            .with(Shop::south, south)
            .with(Shop::east, east)
            .with(Shop::west, west)
            .with(Shop::closed, closed)
            .with(Shop::returns, returns)
            .with(Shop::tax, tax))
        .run(String.class, (ctx, shop) -> {
          var sold = shop.north() + shop.south() + shop.east() + shop.west();
          var returned = shop.returns().results().mapToLong(n -> n).sum();
          return (sold - returned) * (1 - shop.tax()) + " without " + String.join(", ", shop.closed());
        });
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
