package io.tidemill.runtime;

import io.tidemill.engine.input.Input;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import java.util.List;

/// An input on its way, with the values it names and whoever waits for the answer.
///
/// @param premise what must still be so when it is decided
record Envelope(Input input, List<ValueBlock> values, Completion completion, Premise premise) {
  Envelope(Input input, List<ValueBlock> values, Completion completion) {
    this(input, values, completion, Premise.NONE);
  }
}
