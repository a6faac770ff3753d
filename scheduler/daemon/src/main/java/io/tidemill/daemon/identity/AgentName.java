package io.tidemill.daemon.identity;

import java.util.regex.Pattern;

/// The names an agent may have: 1 to 63 letters, digits, `.`, `_` and `-`, of ASCII, beginning with a letter or a digit.
public final class AgentName {
  /// The rule in words.
  public static final String RULE = "a name of 1 to 63 letters, digits, '.', '_' and '-' that begins with a letter or a digit";

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private AgentName() {}

  /// Whether a text is a valid name.
  public static boolean good(String text) {
    return FORM.matcher(text).matches();
  }
}
