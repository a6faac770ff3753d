import module java.base;

import io.tidemill.dsl.*;

/// Shards over a range of numbers: ten shards count the primes of a thousand numbers each, a reduce adds them up.

Dag<NoParams> dag() {
  return Dag.define("shard-over-range", d -> {
    var counts = d.shard("count-primes").overRange(0, 10_000, 1_000).run(Long.class, (ctx, part) -> {
      ctx.log().info("{} looks at {} numbers", ctx.shardKey(), part.size());
      return LongStream.range(part.from(), part.to()).filter(n -> isPrime(n)).count();
    });
    d.task("primes").needs(counts).run(Long.class, (ctx, all) -> all.results().mapToLong(n -> n).sum());
  });
}

static boolean isPrime(long n) {
  return n > 1 && LongStream.rangeClosed(2, (long) Math.sqrt(n)).allMatch(divisor -> n % divisor != 0);
}

void main(String... args) {
  Dag.main(dag(), args);
}
