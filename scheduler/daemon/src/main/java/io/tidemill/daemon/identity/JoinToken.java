package io.tidemill.daemon.identity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A join token as it is handed over: `tidemill-join.SECRET`, followed by `.FINGERPRINT` where the agent is to trust exactly one
/// certificate.
///
/// @param secret what is sent to the scheduler
/// @param fingerprint SHA-256 of the certificate as 64 hexadecimal digits, null where there is none to pin
public record JoinToken(String secret, @Nullable String fingerprint) {
  private static final Pattern FORM = Pattern.compile("tidemill-join\\.([A-Za-z0-9_-]{43})(?:\\.([0-9a-f]{64}))?");

  /// A new one.
  static JoinToken random(@Nullable String fingerprint) {
    return new JoinToken(Secret.random(), fingerprint);
  }

  /// Reads one.
  ///
  /// @return null where the text is none
  public static @Nullable JoinToken parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    return form.matches() ? new JoinToken(form.group(1), form.group(2)) : null;
  }

  /// The text that is handed over.
  String text() {
    return "tidemill-join." + secret + (fingerprint == null ? "" : "." + fingerprint);
  }

  /// Without the secret.
  @Override public String toString() {
    return "JoinToken[fingerprint=" + fingerprint + "]";
  }
}
