package io.tidemill.dsl.text;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Whole characters: text in which every half of a surrogate pair has its other half. Only such text is the same after it was
/// written as UTF-8 and read again.
public final class WellFormed {
  private WellFormed() {}

  /// Index of the first half of a pair that stands alone, -1 if there is none.
  public static int firstHalf(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c) || i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  /// The text with a question mark in place of each half that stands alone.
  public static String mended(String text) {
    return is(text) ? text : new String(text.getBytes(UTF_8), UTF_8);
  }

  /// Whether all characters are whole.
  public static boolean is(String text) {
    return firstHalf(text) < 0;
  }
}
