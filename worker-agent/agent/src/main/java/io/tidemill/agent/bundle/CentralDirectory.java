package io.tidemill.agent.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipException;

/// What a zip file says about the kinds of its entries, which `java.util.zip` keeps to itself: an archive made on Unix may hold
/// links and devices. Class files of this process are read from the jar itself, but whoever unpacks it later would make them.
final class CentralDirectory {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int HEADER = 0x02014b50;
  private static final int HEADER_BYTES = 46;
  private static final int UNIX = 3;
  private static final int KIND = 0xF000;
  private static final int FILE = 0x8000;
  private static final int FOLDER = 0x4000;

  private CentralDirectory() {}

  /// Refuses entries that are neither files nor folders.
  ///
  /// @param name file name for the messages
  /// @throws ZipException if the directory cannot be read
  static void refuseOthersThanFiles(Path zip, String name) throws BundleException, IOException {
    try (FileChannel channel = FileChannel.open(zip)) {
      ByteBuffer end = read(channel, Math.max(0, channel.size() - END_BYTES - LONGEST_COMMENT), channel.size());
      int at = end.limit() - END_BYTES;
      while (at >= 0 && end.getInt(at) != END) {
        at--;
      }
      if (at < 0) {
        throw new ZipException("its end is missing");
      }
      long bytes = Integer.toUnsignedLong(end.getInt(at + 12));
      long offset = Integer.toUnsignedLong(end.getInt(at + 16));
      if (offset + bytes > channel.size()) {
        throw new ZipException("its directory lies outside of it");
      }
      check(read(channel, offset, offset + bytes), name);
    }
  }

  private static ByteBuffer read(FileChannel channel, long from, long to) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) (to - from)).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
      // goes on
    }
    return bytes.flip();
  }

  private static void check(ByteBuffer headers, String name) throws BundleException {
    for (int at = 0; at + HEADER_BYTES <= headers.limit() && headers.getInt(at) == HEADER;) {
      int nameBytes = Short.toUnsignedInt(headers.getShort(at + 28));
      int kind = headers.getShort(at + 40) & KIND;
      byte[] entry = new byte[Math.min(nameBytes, headers.limit() - at - HEADER_BYTES)];
      headers.get(at + HEADER_BYTES, entry);
      // A name that ends in a slash is a folder to whoever unpacks it; some versions of Maven's jar plugin set other bits for those.
      boolean folder = entry.length > 0 && entry[entry.length - 1] == '/';
      if (headers.get(at + 5) == UNIX && !folder && kind != 0 && kind != FILE && kind != FOLDER) {
        throw new BundleException("Expected files and folders only inside " + name + ", but found a link or device at '"
            + new String(entry, StandardCharsets.UTF_8) + "'; pack what it points to");
      }
      at += HEADER_BYTES + nameBytes + Short.toUnsignedInt(headers.getShort(at + 30))
          + Short.toUnsignedInt(headers.getShort(at + 32));
    }
  }
}
