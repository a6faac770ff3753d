import module java.base;

import io.tidemill.dsl.*;

/// What people read: words on the DAG and its tasks in Markdown, an owner, tags to find it by, and groups that draw a box
/// around tasks without changing when they run.

Dag<NoParams> dag() {
  return Dag.define("groups-docs-and-tags", d -> {
    d.doc("Bakes bread. See the *recipe* before changing anything.");
    d.owner("bakery@example.org");
    d.tags("example", "kitchen");

    var dough = d.group("kitchen", kitchen -> {
      kitchen.doc("Everything before the oven.");
      var mixed = kitchen.task("mix").doc("Flour, water, salt, yeast.").run(String.class, ctx -> "dough");
      return kitchen.task("knead").needs(mixed).run(String.class, (ctx, it) -> "kneaded " + it);
    });
    var oven = d.task("heat-the-oven").doc("To 230 °C.").run(Integer.class, ctx -> 230);
    d.task("bake")
        .needs(dough, oven)
        .run(String.class, (ctx, it, degrees) -> "bread of " + it + " at " + degrees + " °C");
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
