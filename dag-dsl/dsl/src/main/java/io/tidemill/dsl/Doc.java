package io.tidemill.dsl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a parameter means, shown where it is asked for.
///
/// ```java
/// record Params(@Doc("Business day, in Berlin") LocalDate day) {}
///
/// Dag<Params> dag() {
///   return Dag.define("closing", Params.class, d -> d.task("close").exec(ctx -> ctx.log().info("{}", ctx.params().day())));
/// }
/// ```
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Doc {
  /// Plain text, one or two sentences.
  String value();
}
