package io.tidemill.daemon.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The address of a scheduler: `HOST:PORT`, `[IPv6]:PORT`, or the same behind `tidemill://`.
public record ServerAddress(String host, int port) {
  private static final Pattern FORM = Pattern
      .compile("(?:tidemill://)?(?:\\[([0-9A-Fa-f:.%]+)]|([^\\s:/\\[\\]]+)):(\\d{1,5})/?");
  private static final int MOST_PORT = 65_535;

  /// Parses an address.
  ///
  /// @return null if the text is not one
  public static @Nullable ServerAddress parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return null;
    }
    String host = form.group(1) == null ? form.group(2) : form.group(1);
    int port = Integer.parseInt(form.group(3));
    return port < 1 || port > MOST_PORT ? null : new ServerAddress(host, port);
  }

  /// Parses addresses, separated by commas.
  ///
  /// @return empty if the text names none, or something else
  public static List<ServerAddress> parseAll(String text) {
    List<ServerAddress> all = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      ServerAddress address = parse(each);
      if (address == null) {
        return List.of();
      }
      all.add(address);
    }
    return all;
  }

  @Override public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
