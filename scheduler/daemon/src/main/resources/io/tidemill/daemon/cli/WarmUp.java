import io.tidemill.dsl.*;
import java.util.List;

record Params(@Default("3") int parts) {}

record Part(String key, long rows) {}

Dag<Params> dag() {
  return Dag.define("warm-up", Params.class, d -> {
    var names = d.task("names").runAs(Types.listOf(String.class), ctx -> {
      ctx.log().info("names of {} parts", ctx.params().parts());
      return List.of("a", "b", "c").subList(0, ctx.params().parts());
    });
    var parts = d.shard("parts").over(names).key(name -> name).run(Part.class, (ctx, name) -> {
      System.out.println("part " + name);
      return new Part(name, name.length());
    });
    d.task("sum").needs(parts).run(Long.class, (ctx, all) -> all.results().mapToLong(Part::rows).sum());
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
