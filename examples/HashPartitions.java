import module java.base;

import io.tidemill.dsl.*;

/// Hash partitions: a fixed number of shards, each of which takes the keys that fall to it. The partition of a key is the
/// same on every machine and in every release.

record Order(String customer, long cents) {}

Dag<NoParams> dag() {
  return Dag.define("hash-partitions", d -> {
    var orders = d.task("orders")
        .runAs(Types.listOf(Order.class),
            ctx -> IntStream.range(0, 1_000).mapToObj(i -> new Order("customer-" + i % 50, i)).toList());
    var totals = d.shard("totals")
        .overHash(8)
        .with(orders)
        .runAs(Types.mapOf(String.class, Long.class), (ctx, partition, all) -> all.stream()
            .filter(order -> partition.owns(order.customer()))
            .collect(Collectors.groupingBy(Order::customer, TreeMap::new, Collectors.summingLong(Order::cents))));
    d.task("best-customer")
        .needs(totals)
        .run(String.class, (ctx, parts) -> parts.results()
            .flatMap(part -> part.entrySet().stream())
            .max(Map.Entry.comparingByValue())
            .map(best -> best.getKey() + " with " + best.getValue() + " cents")
            .orElseThrow());
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
