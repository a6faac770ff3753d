package io.tidemill.simulation;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Texts in one value, each behind its length as four bytes.
final class PackedTexts {
  private PackedTexts() {}

  static byte[] of(List<String> texts) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      packed.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
      packed.writeBytes(bytes);
    }
    return packed.toByteArray();
  }

  static List<String> texts(byte[] packed) {
    List<String> texts = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(packed);
    while (rest.hasRemaining()) {
      byte[] bytes = new byte[rest.getInt()];
      rest.get(bytes);
      texts.add(new String(bytes, StandardCharsets.UTF_8));
    }
    return texts;
  }

  static String first(byte[] packed) {
    return texts(packed).getFirst();
  }
}
