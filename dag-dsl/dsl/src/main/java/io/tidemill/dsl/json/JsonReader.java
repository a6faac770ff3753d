package io.tidemill.dsl.json;

import io.tidemill.dsl.text.MessageText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads JSON (RFC 8259, nothing beside it) token by token: the caller asks for what it expects. For use by one thread.
///
/// Every method throws a [JsonException] if something else is there.
public final class JsonReader {
  private final String text;
  private int at;
  private int depth;

  public JsonReader(String text) {
    this.text = text;
  }

  /// A place to come back to.
  ///
  /// @param at index of the next character
  /// @param depth how many objects and arrays are open there
  public record Mark(int at, int depth) {}

  /// Where this reader is.
  public Mark mark() {
    return new Mark(at, depth);
  }

  /// Goes to a place.
  public void reset(Mark mark) {
    at = mark.at;
    depth = mark.depth;
  }

  /// The first character of the next token: `{ [ " t f n`, `0` for any number, a space at the end of the text, `?` for
  /// anything else.
  public char peek() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at == text.length()) {
      return ' ';
    }
    var c = text.charAt(at);
    if (c == '-' || isDigit(c)) {
      return '0';
    }
    return "{}[]\"tfn,:".indexOf(c) >= 0 ? c : '?';
  }

  /// What stands next, for a message: a kind of value, and the value where it is short.
  public String found() {
    return switch (peek()) {
      case '{' -> "an object";
      case '[' -> "an array";
      case ' ' -> "the end of the text";
      case '"' -> "the string " + MessageText.text(string());
      case '0' -> "the number " + shortened(number());
      case 't', 'f', 'n' -> word();
      default -> MessageText.text(text.substring(at, at + 1));
    };
  }

  private static String shortened(String number) {
    return number.length() <= 40 ? number : number.substring(0, 40) + "…";
  }

  /// Begins an object and gives the name of its first member, null if it is empty.
  public @Nullable String firstName() {
    open('{', "an object");
    if (peek() == '}') {
      close();
      return null;
    }
    return memberName();
  }

  /// The name of the next member, null at the end of the object.
  public @Nullable String nextName() {
    return more('}') ? memberName() : null;
  }

  private String memberName() {
    var name = string();
    if (peek() != ':') {
      throw wrong("a colon after the name " + MessageText.text(name));
    }
    at++;
    return name;
  }

  /// Begins an array and says whether it has an element.
  public boolean firstElement() {
    open('[', "an array");
    if (peek() == ']') {
      close();
      return false;
    }
    return true;
  }

  /// Whether another element follows; else the array has ended.
  public boolean nextElement() {
    return more(']');
  }

  private void open(char bracket, String expected) {
    if (peek() != bracket) {
      throw wrong(expected);
    }
    if (++depth > JsonLimits.DEPTH) {
      throw new JsonException("expected JSON at most " + JsonLimits.DEPTH + " levels deep, found more" + place());
    }
    at++;
  }

  private void close() {
    depth--;
    at++;
  }

  private boolean more(char bracket) {
    var c = peek();
    if (c == bracket) {
      close();
      return false;
    }
    if (c != ',') {
      throw wrong("a comma or " + bracket);
    }
    at++;
    return true;
  }

  /// Takes a null if one is next.
  public boolean nextIsNull() {
    if (peek() != 'n') {
      return false;
    }
    literal("null");
    return true;
  }

  /// `true` or `false`.
  public boolean bool() {
    switch (peek()) {
      case 't' -> literal("true");
      case 'f' -> literal("false");
      default -> throw wrong("true or false");
    }
    return text.charAt(at - 2) == 'u';
  }

  private String word() {
    for (var word : new String[]{"true", "false", "null"}) {
      if (text.startsWith(word, at)) {
        return word;
      }
    }
    return MessageText.text(text.substring(at, Math.min(text.length(), at + 10)));
  }

  private void literal(String word) {
    var end = at + word.length();
    if (!text.startsWith(word, at) || (end < text.length() && Character.isLetterOrDigit(text.charAt(end)))) {
      throw new JsonException("expected " + word + ", found " + word() + place());
    }
    at = end;
  }

  /// A number as it was written.
  public String number() {
    if (peek() != '0') {
      throw wrong("a number");
    }
    var from = at;
    at += text.charAt(at) == '-' ? 1 : 0;
    var zero = at < text.length() && text.charAt(at) == '0';
    var whole = digits();
    var good = whole > 0 && !(zero && whole > 1);
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      good &= digits() > 0;
    }
    if (at < text.length() && "eE".indexOf(text.charAt(at)) >= 0) {
      at++;
      at += at < text.length() && "+-".indexOf(text.charAt(at)) >= 0 ? 1 : 0;
      good &= digits() > 0;
    }
    if (at - from > JsonLimits.NUMBER) {
      throw new JsonException(String.format(Locale.ROOT, "expected a number of at most %,d characters, found %,d%s",
          JsonLimits.NUMBER, at - from, place()));
    }
    if (!good || (at < text.length() && Character.isLetterOrDigit(text.charAt(at)))) {
      throw new JsonException(
          "expected a number as JSON has it, found " + MessageText.text(text.substring(from, at)) + place());
    }
    return text.substring(from, at);
  }

  private int digits() {
    var from = at;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at - from;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// A string.
  public String string() {
    if (peek() != '"') {
      throw wrong("a string");
    }
    var from = ++at;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\' && text.charAt(at) >= 0x20) {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '"') {
      return text.substring(from, at++);
    }
    var read = new StringBuilder().append(text, from, at);
    while (at < text.length() && text.charAt(at) >= 0x20) {
      var c = text.charAt(at++);
      if (c == '"') {
        return read.toString();
      }
      read.append(c == '\\' ? escaped() : c);
    }
    throw new JsonException("expected the end of a string, found "
        + (at == text.length() ? "the end of the text" : "a control character; write it as \\n or \\u000A") + place());
  }

  private char escaped() {
    var c = at < text.length() ? text.charAt(at++) : ' ';
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw new JsonException("expected one of \" \\ / b f n r t u after a backslash, found "
          + MessageText.text(String.valueOf(c)) + place());
    };
  }

  private char unicode() {
    var code = 0;
    for (var i = 0; i < 4; i++) {
      var digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0 || text.charAt(at) > 'f') {
        throw new JsonException("expected four hexadecimal digits after \\u" + place());
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  /// Passes over a value.
  public void skip() {
    switch (peek()) {
      case '{' -> {
        for (var name = firstName(); name != null; name = nextName()) {
          skip();
        }
      }
      case '[' -> {
        for (var more = firstElement(); more; more = nextElement()) {
          skip();
        }
      }
      case '"' -> string();
      case '0' -> number();
      case 'n' -> literal("null");
      default -> bool();
    }
  }

  /// Holds the text to its end.
  public void end() {
    if (peek() != ' ') {
      throw new JsonException("expected one value, found more of the text" + place());
    }
  }

  /// That something else than expected is next.
  public JsonException wrong(String expected) {
    var place = place();
    return new JsonException("expected " + expected + ", found " + found() + place);
  }

  private String place() {
    var line = 1;
    var column = 1;
    for (var i = 0; i < at && i < text.length(); i++) {
      column++;
      if (text.charAt(i) == '\n') {
        line++;
        column = 1;
      }
    }
    return " at line " + line + ", column " + column;
  }
}
