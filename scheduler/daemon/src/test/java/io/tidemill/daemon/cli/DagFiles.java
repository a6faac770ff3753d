package io.tidemill.daemon.cli;

/// Files for the tests.
final class DagFiles {
  /// Lines of `File.java` in front of the body of `define`.
  static String of(String id, String params, String body) {
    return """
        import module java.base;
        import io.tidemill.dsl.*;

        record Params(%s) {}

        Dag<Params> dag() {
          return Dag.define("%s", Params.class, d -> {
        %s
          });
        }

        void main() {}
        """.formatted(params, id, body.indent(4));
  }

  /// Adds up; greets; nothing can go wrong.
  static final String SUM = of("sum", "int from, @Default(\"3\") int to", """
      var numbers = d.task("numbers").runAs(Types.listOf(Integer.class),
          ctx -> IntStream.rangeClosed(ctx.params().from(), ctx.params().to()).boxed().toList());
      d.task("add").needs(numbers).run(Integer.class, (ctx, all) -> {
        ctx.log().info("adding {}", all.size());
        System.out.println("\\u001b[31mred");
        return all.stream().mapToInt(each -> each).sum();
      });
      """);

  /// Shards whose bodies append to a file; those named by the file `bad` fail.
  static String shards(String folder) {
    return of("shards", "", """
        var keys = d.task("keys").runAs(Types.listOf(String.class),
            ctx -> IntStream.range(0, 20).mapToObj(i -> "k" + i).toList());
        var work = d.shard("work").over(keys).key(k -> k).run(String.class, (ctx, key) -> {
          var folder = Path.of("%s");
          Files.writeString(folder.resolve("ran"), key + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          if (Files.readAllLines(folder.resolve("bad")).contains(key)) {
            throw new IllegalStateException("bad shard " + key);
          }
          return key;
        });
        d.task("reduce").needs(work).run(Integer.class, (ctx, all) -> (int) all.results().count());
        """.formatted(folder));
  }

  private DagFiles() {}
}
