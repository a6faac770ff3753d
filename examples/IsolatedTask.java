import module java.base;

import io.tidemill.dsl.*;

/// Isolated tasks: each attempt has a process of its own, with its own heap. A body may exit, run out of memory or crash, and takes
/// nothing with it but its attempt, which is tried again like any that failed.
///
/// `careless` calls an old library that ends the virtual machine where it should throw, once; `hungry` needs more memory than a
/// process gets, and asks for less when it is tried again. With `hopeless=true` it never does, and the run fails.

record Params(@Doc("Never ask for less.") @Default("false") boolean hopeless) {}

Dag<Params> dag() {
  return Dag.define("isolated-task", Params.class, d -> {
    var careless = d.task("careless")
        .isolated()
        .retry(Retry.attempts(2).fixed(Duration.ofMillis(100)))
        .run(String.class, ctx -> oldLibrary(ctx.attempt()));
    var hungry = d.task("hungry")
        .isolated()
        .retry(Retry.attempts(2).fixed(Duration.ofMillis(100)))
        .run(Long.class, ctx -> {
          var blocks = new ArrayList<byte[]>();
          for (var i = 0; i < (ctx.attempt() == 1 || ctx.params().hopeless() ? 1_000_000 : 4); i++) {
            blocks.add(new byte[8 << 20]);
          }
          return blocks.stream().mapToLong(block -> block.length >> 20).sum();
        });
    d.task("both")
        .needs(careless, hungry)
        .run(String.class, (ctx, words, mebibytes) -> words + " " + mebibytes + " MiB");
  });
}

static String oldLibrary(int attempt) {
  if (attempt == 1) {
    System.out.println("FATAL: cannot go on");
    System.exit(3);
  }
  return "done at attempt " + attempt;
}

void main(String... args) {
  Dag.main(dag(), args);
}
