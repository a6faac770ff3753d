package io.tidemill.dsl.params;

import org.jspecify.annotations.Nullable;

/// One parameter of a DAG, from one component of its parameter record; or one component of a record within it.
///
/// @param name name of the record component
/// @param type what its value is
/// @param doc what the parameter means, empty where nothing was written
/// @param defaultJson the default as JSON text; `null` as text where it may be missing; null where a value must be given
public record ParamNode(String name, ParamType type, String doc, @Nullable String defaultJson) {
  /// Whether it may be null: then null is its default.
  boolean nullable() {
    return "null".equals(defaultJson);
  }

  /// The default as it is written in `@Default` and on the command line; null where a value must be given.
  public @Nullable String defaultText() {
    return defaultJson == null ? null : ParamCodec.text(type, defaultJson);
  }
}
