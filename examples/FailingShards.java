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
            taskContext -> IntStream.range(0, taskContext.params().shards()).boxed().toList());
    var squares = d.shard("square").over(numbers).key(n -> "s%03d".formatted(n)).run(Long.class, (taskContext, n) -> {
      Thread.sleep(taskContext.params().work());
      if (taskContext.params().bad().contains(n) && Files.notExists(Path.of(taskContext.params().cure()))) {
        witness(taskContext, taskContext.shardKey() + " failed");
        throw new IllegalStateException(
            "Shard " + n + " is bad while there is no file " + taskContext.params().cure() + ".");
      }
      witness(taskContext, taskContext.shardKey() + " done");
      return (long) n * n;
    });
    d.task("sum").needs(squares).run(Long.class, (taskContext, all) -> {
      witness(taskContext, "sum done");
      return all.results().mapToLong(n -> n).sum();
    });
  });
}

static void witness(TaskContext<Params> taskContext, String line) throws IOException {
  var file = Path.of(taskContext.params().witness()).toAbsolutePath();
  Files.createDirectories(file.getParent());
  Files.writeString(file, taskContext.run() + " " + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
}

void main(String... args) {
  Dag.main(dag(), args);
}
