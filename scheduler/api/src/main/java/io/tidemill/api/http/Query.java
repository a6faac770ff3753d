package io.tidemill.api.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A parameter of a route that stands in the query, under its own name. Of a record each component does.
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Query {
  /// Value where the query does not have it; empty: it must be there, unless it may be null or is a list.
  String otherwise() default "";

  /// Regular expression that the whole value matches; empty: any.
  String pattern() default "";

  /// What the pattern stands for, as people read it after "Expected".
  String expected() default "";
}
