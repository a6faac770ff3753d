package io.tidemill.store.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the beginning of a database file says about its last commit. H2 writes it twice, in the first two blocks, as text.
///
/// @param version number of the last commit when the header was written, 0 before the first
/// @param block block at which that commit begins
/// @param clean whether the file was closed in order, so that this is its last commit
record H2Header(long version, long block, boolean clean) {
  private static final int BLOCK = 4096;
  private static final Pattern FORM = Pattern.compile("^H:\\d+,[ -~]*");
  private static final Pattern LENGTH = Pattern.compile("^chunk:[0-9a-f]+,[ -~]*?\\blen:([0-9a-f]+)");

  /// Reads the newer of the two; null if there is none.
  static @Nullable H2Header read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      H2Header first = parse(text(channel, 0));
      H2Header second = parse(text(channel, BLOCK));
      if (first == null || second == null) {
        return first == null ? second : first;
      }
      return second.version > first.version ? second : first;
    }
  }

  /// Whether the commit that it names is in the file, whole.
  boolean isWhole(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Matcher length = LENGTH.matcher(text(channel, block * BLOCK));
      return version == 0
          || length.find() && channel.size() >= (block + Long.parseLong(length.group(1), 16)) * BLOCK;
    }
  }

  private static @Nullable H2Header parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.find()
        ? new H2Header(number(form.group(), "version"), number(form.group(), "block"),
            form.group().contains(",clean:1"))
        : null;
  }

  private static long number(String header, String name) {
    Matcher found = Pattern.compile("," + name + ":([0-9a-f]{1,15})").matcher(header);
    return found.find() ? Long.parseLong(found.group(1), 16) : 0;
  }

  private static String text(FileChannel channel, long position) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    while (block.hasRemaining() && channel.read(block, position + block.position()) >= 0) {
      // Until the block is full, or the file is over.
    }
    return new String(block.array(), 0, block.position(), StandardCharsets.ISO_8859_1);
  }
}
