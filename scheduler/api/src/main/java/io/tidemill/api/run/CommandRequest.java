package io.tidemill.api.run;

import org.jspecify.annotations.Nullable;

/// The body of a request that is a command to a DAG. Sent again under the same id, because nobody answered or the answer was lost, it
/// gets the first answer, and changes nothing.
public interface CommandRequest {
  /// Names the command among all of its DAG: 1 to 128 letters, digits and `.`, `_`, `:`, `-`. Null where it is sent only once.
  @Nullable String commandId();
}
