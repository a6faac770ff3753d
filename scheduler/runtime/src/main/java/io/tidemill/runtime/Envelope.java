package io.tidemill.runtime;

import io.tidemill.engine.input.Input;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import java.util.List;

/// An input on its way, with the values it names and whoever waits for the answer.
///
/// @param epoch the only epoch in which it may be decided, [#ANY_EPOCH] if it does not matter
record Envelope(Input input, List<ValueBlock> values, Completion completion, long epoch) {
  static final long ANY_EPOCH = 0;

  Envelope(Input input, List<ValueBlock> values, Completion completion) {
    this(input, values, completion, ANY_EPOCH);
  }
}
