package io.tidemill.daemon.client;

import io.tidemill.api.ViewJson;
import java.net.http.HttpRequest.BodyPublishers;

/// Asks a running server for a link that logs a browser in: good for one login, for a few minutes.
public final class ConsoleLogin {
  private ConsoleLogin() {}

  /// The link. Its code stands behind the `#`, so no server and no log ever sees it in an address.
  ///
  /// @param port port on 127.0.0.1
  /// @param token secret of the API
  /// @throws io.tidemill.api.error.RefusedException if nobody answers
  public static String link(int port, String token) {
    byte[] answer = ApiClient.ofServer(port, token).send("POST", "/session/codes", null, BodyPublishers.noBody());
    return "http://127.0.0.1:" + port + "/login#" + ViewJson.LENIENT.readTree(answer).get("code").asString();
  }
}
