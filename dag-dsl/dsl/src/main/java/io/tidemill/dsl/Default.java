package io.tidemill.dsl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The value of a parameter nobody gave. Checked against the parameter's type when the DAG is built.
///
/// Written as on the command line: `1000`, `true`, `2026-01-31`, `PT15M`, `Europe/Berlin`, the name of an enum constant. For a
/// list: its elements with commas between, an empty text for an empty list, or JSON, `[1,2]`. A record or a map is JSON:
/// `{"from":1,"to":2}`.
///
/// ```java
/// record Params(@Default("2026-01-31") LocalDate day, @Default("1000") int rows, @Default("eu,us") List<String> regions) {}
///
/// Dag<Params> dag() {
///   return Dag.define("import", Params.class, d -> d.task("load")
///       .exec(ctx -> ctx.log().info("{} rows of {} for {}", ctx.params().rows(), ctx.params().regions(), ctx.params().day())));
/// }
/// ```
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /// The default as text.
  String value();
}
