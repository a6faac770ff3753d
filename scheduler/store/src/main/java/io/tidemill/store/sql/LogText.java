package io.tidemill.store.sql;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.tidemill.store.exception.CorruptLogException;

/// The text of a chunk of a log as it is stored: compressed where that pays.
///
/// @param content the text, or the text compressed with zstd
/// @param textBytes bytes of the text where it is compressed, 0 where it is not
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
record LogText(byte[] content, int textBytes) {
  /// Shorter texts stay as they are: most rows have room for them.
  static final int LEAST_BYTES = 1024;
  /// Longer texts are stored as they are, so that nothing is ever expanded to more.
  static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final int LEVEL = 3;

  /// Packs a text; it stays plain unless an eighth is saved.
  static LogText pack(byte[] text) {
    if (text.length < LEAST_BYTES || text.length > MOST_BYTES) {
      return new LogText(text, 0);
    }
    byte[] packed = Zstd.compress(text, LEVEL);
    return packed.length > text.length - text.length / 8 ? new LogText(text, 0) : new LogText(packed, text.length);
  }

  /// The text again. Never makes more bytes than were recorded.
  ///
  /// @throws CorruptLogException if the content is not what was stored
  byte[] text() {
    if (textBytes == 0) {
      return content;
    }
    if (textBytes < 0 || textBytes > MOST_BYTES) {
      throw CorruptLogException.size(textBytes, MOST_BYTES);
    }
    byte[] text = new byte[textBytes];
    try {
      long size = Zstd.decompressByteArray(text, 0, textBytes, content, 0, content.length);
      if (size != textBytes) {
        throw CorruptLogException.content(textBytes, size + " bytes");
      }
    } catch (ZstdException e) {
      throw CorruptLogException.content(textBytes, String.valueOf(e.getMessage()));
    }
    return text;
  }
}
