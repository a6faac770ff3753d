package io.tidemill.agent.log;

import java.util.Arrays;

/// The last bytes of what was appended.
final class LogTail {
  private final byte[] ring;
  private long total;

  LogTail(int size) {
    this.ring = new byte[size];
  }

  void append(byte[] bytes, int offset, int length) {
    int kept = Math.min(length, ring.length);
    int from = offset + length - kept;
    total += length - kept;
    for (int done = 0; done < kept;) {
      int at = (int) (total % ring.length);
      int part = Math.min(kept - done, ring.length - at);
      System.arraycopy(bytes, from + done, ring, at, part);
      done += part;
      total += part;
    }
  }

  /// How many bytes were appended in all.
  long total() {
    return total;
  }

  /// What is kept, from the first whole line on; from the first whole letter on where that line would be far away.
  byte[] content() {
    if (total <= ring.length) {
      return Arrays.copyOf(ring, (int) total);
    }
    int start = (int) (total % ring.length);
    byte[] content = new byte[ring.length];
    System.arraycopy(ring, start, content, 0, ring.length - start);
    System.arraycopy(ring, 0, content, ring.length - start, start);
    for (int i = 0; i < content.length / 2; i++) {
      if (content[i] == '\n') {
        return Arrays.copyOfRange(content, i + 1, content.length);
      }
    }
    int letter = 0;
    while (letter < content.length && (content[letter] & 0xC0) == 0x80) {
      letter++;
    }
    return Arrays.copyOfRange(content, letter, content.length);
  }
}
