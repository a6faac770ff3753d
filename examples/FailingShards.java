import module java.base;

import io.tidemill.dsl.*;

/// Three bad shards of 200, and how to run them again: the run fails and names them; once the cause is mended,
/// `bin/tidemill rerun failing-shards/1 --failed` runs those three and the sum, and nothing else. Every body adds a line to
/// the witness file, so that it can be counted.

record Params(@Doc("How many shards") @Default("200") int shards,
    @Doc("The shards that fail while the cure is missing") @Default("17,101,163") List<Integer> bad,
    @Doc("The bad shards succeed once this file exists") @Default("target/failing-shards/cure") String cure,
    @Doc("File every body adds a line to") @Default("target/failing-shards/witness.txt") String witness,
    @Doc("How long a shard takes") @Default("PT0S") Duration work) {}

Dag<Params> dag() {
  return Dag.define("failing-shards", Params.class, d -> {
    var numbers = d.task("numbers")
        .runAs(Types.listOf(Integer.class),
            ctx -> IntStream.range(0, ctx.params().shards()).boxed().toList());
    var squares = d.shard("square").over(numbers).key(n -> "s%03d".formatted(n)).run(Long.class, (ctx, n) -> {
      Thread.sleep(ctx.params().work());
      if (ctx.params().bad().contains(n) && Files.notExists(Path.of(ctx.params().cure()))) {
        witness(ctx, ctx.shardKey() + " failed");
        throw new IllegalStateException(
            "Shard " + n + " is bad while there is no file " + ctx.params().cure() + ".");
      }
      witness(ctx, ctx.shardKey() + " done");
      return (long) n * n;
    });
    d.task("sum").needs(squares).run(Long.class, (ctx, all) -> {
      witness(ctx, "sum done");
      return all.results().mapToLong(n -> n).sum();
    });
  });
}

static void witness(TaskContext<Params> ctx, String line) throws IOException {
  var file = Path.of(ctx.params().witness()).toAbsolutePath();
  Files.createDirectories(file.getParent());
  Files.writeString(file, ctx.run() + " " + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
}

void main(String... args) {
  Dag.main(dag(), args);
}
