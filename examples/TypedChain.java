import module java.base;

import io.tidemill.dsl.*;

/// A chain of typed tasks: each takes the result of the one before, and the compiler checks that the types fit.

record Text(String title, List<String> words) {}

record Count(String title, Map<String, Integer> times) {}

Dag<NoParams> dag() {
  return Dag.define("typed-chain", d -> {
    var text = d.task("read")
        .run(Text.class, ctx -> new Text("The Mill", List.of("the", "tide", "turns", "the", "mill")));
    var count = d.task("count")
        .needs(text)
        .run(Count.class, (ctx, read) -> new Count(read.title(),
            read.words().stream().collect(Collectors.toMap(word -> word, word -> 1, Integer::sum, TreeMap::new))));
    d.task("most-frequent")
        .needs(count)
        .run(String.class, (ctx, counted) -> Collections.max(counted.times().entrySet(), Map.Entry.comparingByValue())
            .getKey());
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
