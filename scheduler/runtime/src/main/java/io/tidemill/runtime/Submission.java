package io.tidemill.runtime;

import io.tidemill.engine.input.Input;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import io.tidemill.runtime.port.RequestOrigin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An input on its way to a partition, with the values it names and whoever waits for the answer.
///
/// @param precondition what must still be so when it is decided
/// @param asked who asked for it, null where that is not recorded: nobody did, or another submission of the same request says so
public record Submission(Input input, List<ValueBlock> values, Completion completion, Precondition precondition,
    @Nullable Asked asked) {
  /// An input that was prepared without the tables, and that nobody asked for.
  public Submission(Input input, List<ValueBlock> values, Completion completion) {
    this(input, values, completion, Precondition.NONE, null);
  }

  /// An input that names no value and that nobody waits for.
  static Submission of(Input input) {
    return new Submission(input, List.of(), Completion.NONE);
  }

  /// Who asked for an input.
  ///
  /// @param dag id of the DAG or asset, empty where it is about several
  public record Asked(RequestOrigin by, String dag) {}
}
