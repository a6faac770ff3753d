package io.tidemill.daemon.cli;

import io.tidemill.daemon.tls.Loopback;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/// The variables of the environment that name a server and the token for it, in place of a data directory.
final class ServerVariables {
  /// Address of the server.
  static final String SERVER = "TIDEMILL_SERVER";
  /// Access token.
  static final String TOKEN = "TIDEMILL_TOKEN";

  private ServerVariables() {}

  /// Parses the address of a server.
  ///
  /// @throws BadInputException if it is none, or the token would be readable on its way
  static URI server(String text) {
    URI server = uri(text);
    String scheme = server.getScheme();
    String host = server.getHost();
    String path = server.getRawPath() == null ? "" : server.getRawPath();
    if (host == null || !"http".equals(scheme) && !"https".equals(scheme) || path.length() > 1
        || server.getRawQuery() != null || server.getRawUserInfo() != null) {
      throw wrong(text);
    }
    if (scheme.equals("http") && !Loopback.is(host)) {
      throw new BadInputException(
          "Expected " + SERVER + " to begin with https:// where the server is on another machine,"
              + " but found '" + text + "': everybody on the way could read the token");
    }
    return server;
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException _) {
      throw wrong(text);
    }
  }

  private static BadInputException wrong(String text) {
    return new BadInputException("Expected " + SERVER + " to be the address of a server, such as http://127.0.0.1:7788,"
        + " but found '" + text + "'");
  }

  /// The token that goes with the server.
  ///
  /// @throws BadInputException if there is none
  static String token(Map<String, String> environment) {
    String token = environment.getOrDefault(TOKEN, "").strip();
    if (token.isEmpty() || token.chars().anyMatch(each -> each <= ' ' || each > '~')) {
      throw new BadInputException("Expected an access token in " + TOKEN + " beside " + SERVER + ", but found "
          + (token.isEmpty() ? "none" : "another text") + "; `tidemill access create` makes one on the server");
    }
    return token;
  }
}
