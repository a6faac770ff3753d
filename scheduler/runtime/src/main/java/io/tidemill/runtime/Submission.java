package io.tidemill.runtime;

import io.tidemill.engine.input.Input;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import java.util.List;

/// An input on its way to a partition, with the values it names and whoever waits for the answer.
///
/// @param precondition what must still be so when it is decided
public record Submission(Input input, List<ValueBlock> values, Completion completion, Precondition precondition) {
  /// An input that was prepared without the tables.
  public Submission(Input input, List<ValueBlock> values, Completion completion) {
    this(input, values, completion, Precondition.NONE);
  }

  /// An input that names no value and that nobody waits for.
  static Submission of(Input input) {
    return new Submission(input, List.of(), Completion.NONE);
  }
}
