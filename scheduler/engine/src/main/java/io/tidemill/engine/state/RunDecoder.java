package io.tidemill.engine.state;

import java.util.List;

/// Makes a run of its snapshot. Given by the shell, which also writes snapshots.
@FunctionalInterface
public interface RunDecoder {
  /// The run as it was when the snapshot was taken.
  RunState decode(int dag, long run, List<byte[]> chunks);
}
