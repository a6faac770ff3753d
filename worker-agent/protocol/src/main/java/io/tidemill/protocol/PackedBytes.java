package io.tidemill.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Format of many byte strings in one: each as its length in four bytes, big endian, followed by its bytes.
public final class PackedBytes {
  private PackedBytes() {}

  /// Packs the entries in order.
  ///
  /// @throws IllegalArgumentException if they are larger than an array
  public static byte[] pack(List<byte[]> entries) {
    long size = 0;
    for (byte[] entry : entries) {
      size += Integer.BYTES + (long) entry.length;
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("Expected at most 2 GiB to pack, but found " + size + " bytes");
    }
    ByteBuffer packed = ByteBuffer.allocate((int) size);
    for (byte[] entry : entries) {
      packed.putInt(entry.length).put(entry);
    }
    return packed.array();
  }

  /// The entries in order.
  ///
  /// @throws IllegalArgumentException if the bytes are not in the format of [#pack]
  public static List<byte[]> unpack(byte[] packed) {
    List<byte[]> entries = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(packed);
    while (rest.hasRemaining()) {
      int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
      if (length < 0 || length > rest.remaining()) {
        throw new IllegalArgumentException("Expected packed entries, but entry " + entries.size() + " is cut short");
      }
      byte[] entry = new byte[length];
      rest.get(entry);
      entries.add(entry);
    }
    return entries;
  }
}
