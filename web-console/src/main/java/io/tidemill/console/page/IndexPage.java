package io.tidemill.console.page;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The one HTML page of the console, with the policy it is served under: scripts and styles come from files only. Its import map is
/// the only script inside it, allowed by its hash.
///
/// @param html the page
/// @param policy value of its `Content-Security-Policy`
public record IndexPage(String html, String policy) {
  private static final Pattern IMPORT_MAP = Pattern.compile("<script type=\"importmap\">(.*?)</script>",
      Pattern.DOTALL);

  static IndexPage of(String html) {
    Matcher map = IMPORT_MAP.matcher(html);
    if (!map.find()) {
      throw new IllegalStateException("Expected the page of the console to have an import map, but found none");
    }
    String hash = Base64.getEncoder()
        .encodeToString(ConsoleAssets.sha256().digest(map.group(1).getBytes(StandardCharsets.UTF_8)));
    return new IndexPage(html, String.join("; ", "default-src 'none'", "script-src 'self' 'sha256-" + hash + "'",
        "style-src 'self'", "font-src 'self'", "img-src 'self'", "connect-src 'self'", "base-uri 'none'",
        "form-action 'none'", "frame-ancestors 'none'"));
  }
}
