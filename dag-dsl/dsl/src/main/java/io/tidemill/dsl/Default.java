package io.tidemill.dsl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The value of a parameter nobody gave. Checked against the parameter's type when the DAG is built.
///
/// Written as the type reads it: `1000`, `true`, `2026-01-31`, `PT15M`, `Europe/Berlin`, the name of an enum constant. For a
/// list: its elements with commas between, an empty text for an empty list. Nested records have no default.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /// The default as text.
  String value();
}
