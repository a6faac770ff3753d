import module java.base;

import io.tidemill.dsl.*;

/// A DAG that runs by itself, every ten seconds: it counts primes shard by shard and says which slot its run is of. Save it into the folder that
/// `tidemill dev` watches; `tidemill ps recurring` lists its runs, `tidemill slots recurring` what became of each slot.

Dag<NoParams> dag() {
  return Dag.define("recurring", d -> {
    d.schedule(Every.of(Duration.ofSeconds(10)));
    var counts = d.shard("count")
        .overRange(0, 200_000, 10_000)
        .cpuBound()
        .retry(Retry.attempts(3))
        .run(Long.class, (ctx, part) -> LongStream.range(part.from(), part.to())
            .filter(n -> BigInteger.valueOf(n).isProbablePrime(50))
            .count());
    d.task("tell")
        .needs(counts)
        .run(String.class, (ctx, all) -> all.results().mapToLong(n -> n).sum() + " primes, "
            + ctx.slot().map(slot -> "slot " + slot.time()).orElse("started by hand"));
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
