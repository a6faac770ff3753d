package io.tidemill.dsl.text;

import java.util.Locale;
import java.util.function.Predicate;

/// Text from outside, made fit for a message: control characters escaped, long text cut.
public final class MessageText {
  private static final int MAX = 120;

  private MessageText() {}

  /// The text in quotes, all but plain characters escaped.
  public static String text(String text) {
    var cut = text.substring(0, Math.min(text.length(), MAX));
    var shown = "\"" + escaped(cut, c -> Character.isSurrogate(c) || isHidden(c)) + "\"";
    return text.length() > MAX ? shown + "… (" + text.length() + " characters)" : shown;
  }

  /// The text with control characters, and those that turn or break lines, escaped.
  public static String clean(String text) {
    return text.chars().anyMatch(c -> isHidden((char) c)) ? escaped(text, MessageText::isHidden) : text;
  }

  private static String escaped(String text, Predicate<Character> hidden) {
    var shown = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (hidden.test(c)) {
        shown.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  private static boolean isHidden(char c) {
    var type = Character.getType(c);
    return Character.isISOControl(c) || type == Character.FORMAT || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
