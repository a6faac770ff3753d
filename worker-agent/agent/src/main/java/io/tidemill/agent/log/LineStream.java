package io.tidemill.agent.log;

import java.io.OutputStream;
import java.util.Arrays;

/// Cuts what is printed into lines. Used under the lock of the PrintStream around it.
final class LineStream extends OutputStream {
  /// A longer line becomes several.
  private static final int LONGEST = 16 << 10;
  private static final int LONGEST_LETTER = 4;

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
      cut(b);
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

  /// Ends a line that is too long, but not within a letter: its first bytes begin the next line.
  ///
  /// @param next the byte that has no room
  private void cut(int next) {
    int end = length;
    if ((next & 0xC0) == 0x80) {
      int start = length - 1;
      while (start > length - LONGEST_LETTER && (line[start] & 0xC0) == 0x80) {
        start--;
      }
      end = (line[start] & 0xC0) == 0xC0 ? start : length;
    }
    log.line(level, line, end);
    System.arraycopy(line, end, line, 0, length - end);
    length -= end;
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
