package io.tidemill.dsl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A range of bytes of a file: the element of a task sharded with `overFiles`.
///
/// The edges fall anywhere, also within a line. So that every line is read once, a split owns the lines that *start* in it: a
/// reader begins after the first line feed at or after `offset - 1` (at the very start of the file: at once) and reads the last
/// line to its end, even beyond the split. [#lines] does that. Compressed files cannot be split; shard over the files instead.
///
/// ```java
/// d.shard("count").overFiles(List.of(Path.of("data.csv")), FileSplit.DEFAULT_BYTES).run(Long.class, (ctx, split) -> {
///   try (var lines = split.lines()) {
///     return lines.filter(line -> !line.isBlank()).count();
///   }
/// });
/// ```
///
/// @param path path of the file, as it was given
/// @param offset first byte of the split
/// @param length number of bytes
public record FileSplit(String path, long offset, long length) {
  /// @throws IllegalArgumentException if the offset or length is negative, or their sum overflows
  public FileSplit {
    if (offset < 0 || length < 0 || offset + length < 0) {
      throw new IllegalArgumentException(
          "Expected a range of bytes from 0 on, but got " + length + " bytes at " + offset + ".");
    }
  }

  /// Size of a split where nothing else is said: 64 MiB.
  public static final long DEFAULT_BYTES = 64L << 20;

  /// The lines that start in this split, in UTF-8, without their line ends (`\n` or `\r\n`). Malformed bytes become U+FFFD.
  ///
  /// Reads as the stream is consumed. Close the stream.
  ///
  /// @throws UncheckedIOException if the file cannot be read, now or later, or has a line of more than 64 MiB
  public Stream<String> lines() {
    return lines(StandardCharsets.UTF_8);
  }

  /// As [#lines()], in another charset. It must write a line feed as the one byte 0x0A and use that byte for nothing else, as
  /// ISO 8859 and Windows charsets do and UTF-16 does not.
  public Stream<String> lines(Charset charset) {
    try {
      var reader = new SplitLines(Path.of(path), offset, length, charset);
      var lines = Spliterators.spliteratorUnknownSize(reader, Spliterator.ORDERED | Spliterator.NONNULL);
      return StreamSupport.stream(lines, false).onClose(reader::close);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  String key() {
    return path + "@" + offset + "+" + length;
  }
}
