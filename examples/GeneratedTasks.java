import module java.base;

import io.tidemill.dsl.*;

/// Tasks made by a loop: while the DAG is built, Java's own loops and conditions declare tasks. What they depend on must be
/// the same each time; decisions on data are for a branch.

enum Region {
  NORTH, SOUTH, EAST, WEST
}

Dag<NoParams> dag() {
  return Dag.define("generated-tasks", d -> {
    Task<Integer> total = d.task("start").run(Integer.class, ctx -> 0);
    for (var region : Region.values()) {
      var name = region.name().toLowerCase(Locale.ROOT);
      var sales = d.task("sales-" + name).run(Integer.class, ctx -> 100 + region.ordinal());
      if (region == Region.WEST) {
        d.task("audit-" + name).needs(sales).exec((ctx, sold) -> ctx.log().info("{} sold {}", name, sold));
      }
      total = d.task("total-with-" + name).needs(total, sales).run(Integer.class, (ctx, before, sold) -> before + sold);
    }
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
