package io.tidemill.agent.value;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/// Keeps bytes up to a limit and only counts those beyond it, so that too long a value can be told with its size.
final class CountingBytes extends OutputStream {
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(64);
  private final int limit;
  private long count;

  CountingBytes(int limit) {
    this.limit = limit;
  }

  @Override public void write(int b) {
    count++;
    if (count <= limit) {
      kept.write(b);
    }
  }

  @Override public void write(byte[] bytes, int offset, int length) {
    count += length;
    if (count <= limit) {
      kept.write(bytes, offset, length);
    }
  }

  long count() {
    return count;
  }

  byte[] bytes() {
    return kept.toByteArray();
  }
}
