package io.tidemill.dsl.json;

import io.tidemill.dsl.text.WellFormed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/// Writes JSON as UTF-8, token by token. The caller keeps the order of tokens; commas are set here. For use by one thread.
public final class JsonWriter {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int MOST_TIMES = 3;

  private final int limit;
  private byte[] bytes;
  private int length;
  private long beyond;
  private int depth;
  private boolean separate;

  /// @param limit most bytes
  public JsonWriter(int limit) {
    this.limit = limit;
    bytes = new byte[Math.min(64, limit)];
  }

  /// What was written.
  ///
  /// @throws JsonException if it is longer than the limit
  public byte[] bytes() {
    complete();
    return Arrays.copyOf(bytes, length);
  }

  /// What was written, as text.
  ///
  /// @throws JsonException if it is longer than the limit
  public String text() {
    complete();
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /// Whether it is longer than the limit already, so that nothing can come of it but its size.
  public boolean isTooLong() {
    return beyond > 0;
  }

  /// Begins an object or array.
  ///
  /// @param bracket `{` or `[`
  /// @throws JsonException if it stands too deep
  public void begin(char bracket) {
    if (++depth > JsonLimits.DEPTH) {
      throw new JsonException(
          "expected a value at most " + JsonLimits.DEPTH + " levels deep, found more; use a list for what is a chain");
    }
    token();
    put(bracket);
    separate = false;
  }

  /// Ends an object or array.
  ///
  /// @param bracket `}` or `]`
  public void end(char bracket) {
    depth--;
    put(bracket);
    separate = true;
  }

  /// Name of the member that follows.
  public void name(String name) {
    string(name);
    put(':');
    separate = false;
  }

  /// A string.
  ///
  /// @throws JsonException if it has half of a surrogate pair
  public void string(String text) {
    token();
    put('"');
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
        put(c);
      } else if (c < 0x80) {
        escape(c);
      } else if (Character.isSurrogate(c)) {
        i = pair(text, i);
      } else {
        beyondAscii(c);
      }
    }
    put('"');
    separate = true;
  }

  /// A number, `true`, `false` or `null`, as it is.
  ///
  /// @throws JsonException if it has too many characters
  public void literal(String text) {
    if (text.length() > JsonLimits.NUMBER) {
      throw new JsonException(String.format(Locale.ROOT, "expected a number of at most %,d characters, found %,d",
          JsonLimits.NUMBER, text.length()));
    }
    token();
    for (var i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
    separate = true;
  }

  private void token() {
    if (separate) {
      put(',');
    }
  }

  private void escape(char c) {
    put('\\');
    switch (c) {
      case '"', '\\' -> put(c);
      case '\n' -> put('n');
      case '\r' -> put('r');
      case '\t' -> put('t');
      default -> {
        put('u');
        var digits = HEX.toHexDigits(c);
        for (var i = 0; i < digits.length(); i++) {
          put(digits.charAt(i));
        }
      }
    }
  }

  /// Writes a pair, and gives the index of its second half.
  private int pair(String text, int at) {
    var code = text.codePointAt(at);
    if (!Character.isSupplementaryCodePoint(code)) {
      throw half(text);
    }
    put((char) (0xf0 | (code >> 18)));
    put((char) (0x80 | ((code >> 12) & 0x3f)));
    put((char) (0x80 | ((code >> 6) & 0x3f)));
    put((char) (0x80 | (code & 0x3f)));
    return at + 1;
  }

  private void beyondAscii(char c) {
    if (c < 0x800) {
      put((char) (0xc0 | (c >> 6)));
    } else {
      put((char) (0xe0 | (c >> 12)));
      put((char) (0x80 | ((c >> 6) & 0x3f)));
    }
    put((char) (0x80 | (c & 0x3f)));
  }

  static JsonException half(String text) {
    var at = WellFormed.firstHalf(text);
    return new JsonException("expected text of whole characters, found half of a surrogate pair (\\u"
        + HEX.toHexDigits(text.charAt(at)) + " at index " + at + "); cut text between characters, not within one");
  }

  private void put(char c) {
    if (length == limit) {
      // Counted on, so that the message can say the size; but not without end.
      if (++beyond > MOST_TIMES * (long) limit) {
        throw tooLong("more than " + grouped(length + beyond - 1));
      }
      return;
    }
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(limit, 2L * length));
    }
    bytes[length++] = (byte) c;
  }

  private void complete() {
    if (beyond > 0) {
      throw tooLong(grouped(length + beyond));
    }
  }

  private JsonException tooLong(String found) {
    return new JsonException("expected at most " + grouped(limit) + " bytes of JSON, found " + found
        + "; write large data to a store and return where it is");
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
