package io.tidemill.agent.isolate;

import java.io.IOException;

/// What the process of an attempt asks of its agent, and tells it while the attempt runs. Called by threads of the process's
/// [AttemptProcesses].
public interface AttemptHost {
  /// The process has started.
  ///
  /// @param kill ends it at once with all it has started; does not wait. May be called at any time, also when it has ended
  void started(Runnable kill);

  /// The body begins.
  void begun();

  /// Whether the attempt is stopped because it took too long, else it was cancelled. Asked when it is stopped.
  boolean tookTooLong();

  /// Reads a stored value. Blocks.
  ///
  /// @throws io.tidemill.protocol.MissingException if there is none
  /// @throws IOException if it cannot be read now
  byte[] value(long id) throws IOException, InterruptedException;

  /// Takes whole lines of the attempt's log. Blocks while there is no room.
  void log(byte[] text);

  /// Takes a line that was printed past the attempt's log, by native code or a process the body started.
  void printed(String line);

  /// How far the body is.
  void progress(long done, long total);
}
