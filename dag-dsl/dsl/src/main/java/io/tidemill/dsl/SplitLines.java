package io.tidemill.dsl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// Reads the lines that start in a range of bytes. Not safe for use by several threads.
final class SplitLines implements Iterator<String>, AutoCloseable {
  private static final int MAX_LINE = 64 << 20;

  private final Path path;
  private final Charset charset;
  private final long end;
  private final SeekableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).limit(0);
  /// Offset in the file of the first byte not taken from the buffer.
  private long position;

  SplitLines(Path path, long offset, long length, Charset charset) throws IOException {
    this.path = path;
    this.charset = charset;
    this.end = offset + length;
    this.channel = Files.newByteChannel(path);
    try {
      position = Math.max(0, offset - 1);
      channel.position(position);
      if (offset > 0) {
        skipLine();
      }
    } catch (IOException | RuntimeException unreadable) {
      channel.close();
      throw unreadable;
    }
  }

  /// Takes bytes up to and including the next line feed, if it comes before the end of the split.
  private void skipLine() throws IOException {
    while (position < end && fill()) {
      position++;
      if (buffer.get() == '\n') {
        return;
      }
    }
  }

  /// Makes sure that the buffer has a byte; false at the end of the file.
  private boolean fill() throws IOException {
    if (buffer.hasRemaining()) {
      return true;
    }
    buffer.clear();
    var read = channel.read(buffer);
    buffer.flip();
    return read > 0;
  }

  @Override public boolean hasNext() {
    try {
      return position < end && fill();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException("No line left in " + path + ".");
    }
    try {
      return line();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream(256);
    var feed = false;
    while (!feed && fill()) {
      var from = buffer.position();
      var to = from;
      while (to < buffer.limit() && buffer.get(to) != '\n') {
        to++;
      }
      feed = to < buffer.limit();
      line.write(buffer.array(), from, to - from);
      var taken = to - from + (feed ? 1 : 0);
      buffer.position(from + taken);
      position += taken;
      if (line.size() > MAX_LINE) {
        throw new IOException(
            "Expected lines of at most " + MAX_LINE + " bytes in " + path + ", but one before byte " + position
                + " is longer.");
      }
    }
    var text = line.toString(charset);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  @Override public void close() {
    try {
      channel.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
