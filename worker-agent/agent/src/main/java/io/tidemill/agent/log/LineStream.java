package io.tidemill.agent.log;

import java.io.OutputStream;
import java.util.Arrays;

/// Cuts what is printed into lines. Used under the lock of the PrintStream around it.
final class LineStream extends OutputStream {
  /// A longer line becomes several.
  private static final int LONGEST = 16 << 10;

  private final AttemptLog log;
  private final String level;
  private byte[] line = new byte[128];
  private int length;

  LineStream(AttemptLog log, String level) {
    this.log = log;
    this.level = level;
  }

  @Override public void write(int b) {
    if (b == '\n') {
      emit();
      return;
    }
    if (length == LONGEST) {
      emit();
    }
    if (length == line.length) {
      line = Arrays.copyOf(line, Math.min(LONGEST, length * 2));
    }
    line[length++] = (byte) b;
  }

  @Override public void write(byte[] bytes, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      write(bytes[i]);
    }
  }

  /// Ends a line that was begun.
  @Override public void close() {
    if (length > 0) {
      emit();
    }
  }

  private void emit() {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    log.line(level, line, end);
    length = 0;
  }
}
