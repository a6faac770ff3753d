package io.tidemill.dsl.value;

import io.tidemill.dsl.json.JsonException;
import io.tidemill.dsl.json.JsonReader;
import io.tidemill.dsl.json.JsonWriter;
import io.tidemill.dsl.text.MessageText;
import org.jspecify.annotations.Nullable;

/// One string, number or boolean. A number that JSON has none for, such as NaN, is a string.
///
/// @param primitive whether it cannot be null
record ScalarShape(Scalar scalar, boolean primitive) implements ValueShape {
  @Override public void write(JsonWriter out, @Nullable Object value) {
    if (value == null) {
      out.literal("null");
      return;
    }
    var text = text(value);
    if (scalar.token() == Scalar.Token.STRING || isWord(text)) {
      out.string(text);
    } else {
      out.literal(text);
    }
  }

  /// Whether a number has a name instead of digits.
  private boolean isWord(String text) {
    return scalar.token() == Scalar.Token.NUMBER && Character.isLetter(text.charAt(text.length() - 1));
  }

  /// The text of a value, from which the same value can be made.
  String text(Object value) {
    if (!scalar.type().isInstance(value)) {
      throw new JsonException(
          "expected a " + scalar.type().getSimpleName() + ", found a " + value.getClass().getName());
    }
    var text = scalar.text().apply(value);
    if (!scalar.exact() && !same(value, text)) {
      throw new JsonException("expected " + scalar.expected() + " that can be read from its text, found "
          + MessageText.text(text) + " as text of another " + scalar.type().getSimpleName());
    }
    return text;
  }

  private boolean same(Object value, String text) {
    try {
      return scalar.parse().apply(text).equals(value);
    } catch (RuntimeException e) {
      return false;
    }
  }

  @Override public @Nullable Object read(JsonReader in) {
    if (!primitive && in.nextIsNull()) {
      return null;
    }
    var next = in.peek();
    if (next == '"' && (scalar.token() == Scalar.Token.STRING || scalar.type() == Double.class
        || scalar.type() == Float.class)) {
      var text = in.string();
      if (scalar.token() == Scalar.Token.NUMBER && (text.isEmpty() || !isWord(text))) {
        throw new JsonException("expected " + scalar.expected() + ", found the string " + MessageText.text(text));
      }
      return parse(text);
    }
    if (scalar.token() == Scalar.Token.NUMBER && next == '0') {
      return parse(in.number());
    }
    if (scalar.token() == Scalar.Token.BOOLEAN && (next == 't' || next == 'f')) {
      return in.bool();
    }
    throw in.wrong(scalar.expected());
  }

  /// The value of a text.
  Object parse(String text) {
    try {
      return scalar.parse().apply(text);
    } catch (RuntimeException e) {
      throw new JsonException("expected " + scalar.expected() + " for a " + scalar.type().getSimpleName() + ", found "
          + MessageText.text(text));
    }
  }
}
