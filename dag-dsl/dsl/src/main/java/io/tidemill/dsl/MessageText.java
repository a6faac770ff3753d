package io.tidemill.dsl;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// Text from outside, made fit for a message: control characters escaped, long text cut.
final class MessageText {
  private static final int MAX = 120;

  private MessageText() {}

  /// The text in quotes, all but plain characters escaped.
  static String text(String text) {
    var cut = text.substring(0, Math.min(text.length(), MAX));
    var shown = "\"" + escaped(cut, c -> Character.isSurrogate(c) || isHidden(c)) + "\"";
    return text.length() > MAX ? shown + "… (" + text.length() + " characters)" : shown;
  }

  /// The text with control characters, and those that turn or break lines, escaped.
  static String clean(String text) {
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

  /// The name closest to what was written, if one is close enough to be meant.
  static Optional<String> nearest(String written, Collection<String> names) {
    var wanted = written.toLowerCase(Locale.ROOT);
    if (wanted.length() > MAX) {
      return Optional.empty();
    }
    record Scored(String name, int distance) {}
    return names.stream()
        .map(name -> new Scored(name, distance(wanted, name.toLowerCase(Locale.ROOT))))
        .filter(scored -> scored.distance <= Math.max(1, Math.min(wanted.length(), scored.name.length()) / 2))
        .min(Comparator.comparingInt(Scored::distance).thenComparing(Scored::name))
        .map(Scored::name);
  }

  private static int distance(String a, String b) {
    var previous = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var current = new int[b.length() + 1];
      current[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
