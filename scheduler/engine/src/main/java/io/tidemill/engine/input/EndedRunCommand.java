package io.tidemill.engine.input;

import java.util.List;

/// A command about a run that may have ended, and left memory.
public sealed interface EndedRunCommand extends Command permits Rerun, MarkTask {
  /// Number of the run.
  long run();

  /// Snapshot of the run, added by the owner where the run had left memory, else empty.
  List<byte[]> chunks();

  /// The same with the snapshot of the run.
  EndedRunCommand with(List<byte[]> snapshot);
}
