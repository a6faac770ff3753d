import module java.base;

import io.tidemill.dsl.*;

/// What people read: words on the DAG and its tasks in Markdown, an owner, tags to find it by, and groups that draw a box
/// around tasks without changing when they run.

Dag<NoParams> dag() {
  return Dag.define("groups-docs-and-tags", d -> {
    d.doc("Bakes bread. See the *recipe* before changing anything.");
    d.owner("bakery@example.org");
    d.tags("example", "kitchen");

    d.group("dough", dough -> {
      dough.doc("Everything before the oven.");
      var mixed = dough.task("mix").doc("Flour, water, salt, yeast.").run(String.class, ctx -> "dough");
      dough.task("knead").needs(mixed).run(String.class, (ctx, it) -> "kneaded " + it);
    });
    var oven = d.task("heat-the-oven").doc("To 230 °C.").run(Integer.class, ctx -> 230);
    d.task("bake").needs(oven).run(String.class, (ctx, degrees) -> "bread at " + degrees + " °C");
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
