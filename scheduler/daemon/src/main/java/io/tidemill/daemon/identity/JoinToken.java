package io.tidemill.daemon.identity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A join token: `tidemill-join.SECRET`, followed by `.FINGERPRINT` if the agent must trust exactly one certificate.
///
/// @param secret what is sent to the scheduler
/// @param fingerprint SHA-256 of the certificate as 64 hexadecimal digits, null if none is pinned
public record JoinToken(String secret, @Nullable String fingerprint) {
  private static final Pattern FORM = Pattern.compile("tidemill-join\\.([A-Za-z0-9_-]{43})(?:\\.([0-9a-f]{64}))?");

  /// A new token.
  static JoinToken random(@Nullable String fingerprint) {
    return new JoinToken(Secret.random(), fingerprint);
  }

  /// Parses a token.
  ///
  /// @return null if the text is not one
  public static @Nullable JoinToken parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    return form.matches() ? new JoinToken(form.group(1), form.group(2)) : null;
  }

  /// The token as text.
  String text() {
    return "tidemill-join." + secret + (fingerprint == null ? "" : "." + fingerprint);
  }

  /// Without the secret.
  @Override public String toString() {
    return "JoinToken[fingerprint=" + fingerprint + "]";
  }
}
