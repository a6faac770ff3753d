package io.tidemill.dsl.value;

import java.util.function.Function;

/// A kind of value that is one JSON string, number or boolean.
///
/// @param kind name of the kind, such as `date`
/// @param type class of the values
/// @param token what it is in JSON
/// @param expected what it looks like, for messages: `a date like 2026-01-31`
/// @param parse reads its text; throws a [RuntimeException] if it is none
/// @param text its text, from which `parse` makes an equal value
/// @param exact whether the text of every value of the class gives an equal one; of others the writer makes sure
/// @param key whether a map may have it as key
public record Scalar(String kind, Class<?> type, Token token, String expected, Function<String, Object> parse,
    Function<Object, String> text, boolean exact, boolean key) {
  /// What a scalar is in JSON.
  public enum Token {
    STRING, NUMBER, BOOLEAN
  }
}
