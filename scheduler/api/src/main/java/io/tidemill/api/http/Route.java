package io.tidemill.api.http;

import io.tidemill.api.error.RefusedException.Kind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The HTTP route of a method of a resource, under `/api/v1`.
///
/// A parameter that the path names in braces stands in the path, one with [Query] behind the `?`; a `byte[]` is the body as a
/// file, a [java.util.function.Consumer] listens to server-sent events, and any other is the body as JSON.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Route {
  /// HTTP method and path, such as `GET /dags/{dag}/versions`.
  String value();

  /// What the caller must be permitted.
  Permission permission();

  /// Status of an answer; where there is nothing to answer it is 204.
  int status() default 200;

  /// Refusals of its own, beside those that every route has.
  Kind[] refuses() default {};
}
