package io.tidemill.api.service;

import java.util.Locale;

/// Finds the lines of a text that have a word, whatever its case. The text comes in pieces that may end within a line.
final class LineScanner {
  private final String word;
  private final StringBuilder open = new StringBuilder();
  private long lines;

  /// A line that has the word.
  interface Found {
    /// @param line its number, from 1
    /// @param text the line
    /// @param at where the word begins in it
    /// @return whether to go on
    boolean line(long line, String text, int at);
  }

  LineScanner(String word) {
    this.word = folded(word);
  }

  private static String folded(String text) {
    String low = text.toLowerCase(Locale.ROOT);
    // A few letters get longer: then a place in the one is not a place in the other, and only the case of the others is ignored.
    return low.length() == text.length() ? low : ascii(text);
  }

  private static String ascii(String text) {
    StringBuilder low = new StringBuilder(text);
    for (int i = 0; i < low.length(); i++) {
      char each = low.charAt(i);
      if (each >= 'A' && each <= 'Z') {
        low.setCharAt(i, (char) (each + 'a' - 'A'));
      }
    }
    return low.toString();
  }

  /// Looks through the next piece.
  ///
  /// @return whether to go on
  boolean piece(String text, Found found) {
    int end = text.lastIndexOf('\n') + 1;
    if (end == 0) {
      open.append(text);
      return true;
    }
    String whole = open.isEmpty() ? text.substring(0, end) : open + text.substring(0, end);
    open.setLength(0);
    open.append(text, end, text.length());
    return scan(whole, found);
  }

  /// Looks through a last line that has no end.
  void end(Found found) {
    if (!open.isEmpty()) {
      scan(open.append('\n').toString(), found);
      open.setLength(0);
    }
  }

  private boolean scan(String text, Found found) {
    String low = folded(text);
    int counted = 0;
    for (int at = low.indexOf(word); at >= 0;) {
      int begin = text.lastIndexOf('\n', at) + 1;
      int end = text.indexOf('\n', at);
      lines += breaks(text, counted, begin);
      counted = begin;
      if (!found.line(lines + 1, text.substring(begin, end), at - begin)) {
        return false;
      }
      at = low.indexOf(word, end);
    }
    lines += breaks(text, counted, text.length());
    return true;
  }

  private static long breaks(String text, int from, int to) {
    long count = 0;
    for (int at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) {
      count++;
    }
    return count;
  }
}
