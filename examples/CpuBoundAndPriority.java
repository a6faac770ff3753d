import module java.base;

import io.tidemill.dsl.*;

/// Computing and priority: bodies that wait run on virtual threads, as many as the agent has slots; bodies that compute say
/// `cpuBound()` and share a pool with a thread for each processor. Of tasks that wait for the same slots the one with the
/// greater priority goes first.

Dag<NoParams> dag() {
  return Dag.define("cpu-bound-and-priority", d -> {
    var digest = d.task("digest").cpuBound().priority(10).run(String.class, ctx -> {
      var sha = MessageDigest.getInstance("SHA-256");
      var block = new byte[1 << 16];
      for (var i = 0; i < 100; i++) {
        sha.update(block);
        ctx.progress(i + 1, 100);
      }
      return HexFormat.of().formatHex(sha.digest(), 0, 4);
    });
    var other = d.task("less-urgent")
        .cpuBound()
        .priority(-10)
        .run(Long.class, ctx -> LongStream.range(0, 100_000).sum());
    d.task("both").needs(digest, other).run(String.class, (ctx, hash, sum) -> hash + " " + sum);
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
