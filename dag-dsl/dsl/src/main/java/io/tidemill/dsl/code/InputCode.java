package io.tidemill.dsl.code;

import java.lang.reflect.Type;

/// One input of a body.
///
/// @param task id of the task the input comes from
/// @param form how the caller must pass it
/// @param type type of the result of that task; of one shard's result where the form is SHARDS
public record InputCode(String task, Form form, Type type) {
  /// How an input is passed to a body.
  public enum Form {
    /// The result itself.
    VALUE,
    /// An [io.tidemill.dsl.Shards] over the results of all shards.
    SHARDS,
    /// An [io.tidemill.dsl.Outcome].
    OUTCOME
  }
}
