import module java.base;

import io.tidemill.dsl.*;

/// File splits: large files are read by many shards, each of which gets a range of bytes and the lines that start in it.

record Params(@Doc("A CSV file with a header") @Default("examples/data/airports.csv") String file) {}

Dag<Params> dag() {
  return Dag.define("file-splits", Params.class, d -> {
    var files = d.task("files").runAs(Types.listOf(String.class), ctx -> List.of(ctx.params().file()));
    var lines = d.shard("count-lines")
        .overFiles(files, 64 << 10) // splits of 64 KiB; 64 MiB where nothing is said
        .run(Long.class, (ctx, split) -> {
          try (var read = split.lines()) {
            return read.count();
          }
        });
    d.task("rows").needs(lines).run(Long.class, (ctx, all) -> all.results().mapToLong(n -> n).sum() - 1); // less the header
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
