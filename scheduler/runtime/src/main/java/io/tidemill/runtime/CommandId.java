package io.tidemill.runtime;

import java.util.regex.Pattern;

/// Names a command among all of its DAG, so that one that is sent again is known. Made where the command enters, and kept for every
/// repetition.
///
/// @param text 1 to 128 letters, digits and `.`, `_`, `:`, `-`
public record CommandId(String text) {
  /// What the text must match.
  public static final String PATTERN = "[A-Za-z0-9._:-]{1,128}";
  private static final Pattern FORM = Pattern.compile(PATTERN);
  private static final int MOST_SHOWN = 40;

  /// @throws IllegalArgumentException if the text cannot be an id
  public CommandId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "Expected a command id of 1 to 128 letters, digits and . _ : -, but found "
              + (text.isEmpty()
                  ? "none"
                  : text.length() > MOST_SHOWN
                      ? text.length() + " characters that begin with '" + text.substring(0, MOST_SHOWN) + "'"
                      : "'" + text + "'")
              + "; a UUID will do");
    }
  }

  @Override public String toString() {
    return text;
  }
}
