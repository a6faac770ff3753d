package io.tidemill.daemon.render;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Standard output of a verb, which remembers why it could not be written.
final class AnswerWriter extends PrintWriter {
  private final Noting stream;

  AnswerWriter(OutputStream stream) {
    this(new Noting(stream));
  }

  private AnswerWriter(Noting stream) {
    super(stream, true, StandardCharsets.UTF_8);
    this.stream = stream;
  }

  /// Why something was not written: empty where its reader has enough, as `head` has; null where all was written.
  @Nullable String failure() {
    if (!checkError()) {
      return null;
    }
    String why = stream.failure;
    return why == null ? "unknown error" : why.contains("Broken pipe") ? "" : why;
  }

  private static final class Noting extends FilterOutputStream {
    private volatile @Nullable String failure;

    Noting(OutputStream stream) {
      super(stream);
    }

    @Override public void write(int b) throws IOException {
      write(new byte[]{(byte) b}, 0, 1);
    }

    @Override public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        failure = String.valueOf(e.getMessage());
        throw e;
      }
    }
  }
}
