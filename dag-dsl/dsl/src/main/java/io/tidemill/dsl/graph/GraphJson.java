package io.tidemill.dsl.graph;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The canonical JSON of a [Graph]: the same graph gives the same text, everywhere.
///
/// Objects have the members of their record, named as its components and sorted by name; enums are their names, nothing is
/// left out (null is written), nothing stands between the tokens. Strings escape control characters and unpaired surrogates
/// only. Any JSON reader that maps objects to records reads it back.
public final class GraphJson {
  private GraphJson() {}

  /// The whole graph as JSON.
  public static String write(Graph graph) {
    var out = new StringBuilder(256 + 512 * graph.tasks().size());
    new RecordJson(out, "").write(graph);
    return out.toString();
  }

  /// Fingerprint of the graph: SHA-256 in lower-case hex over the canonical JSON without the members `place`. Moving code
  /// within its file leaves it as it is.
  public static String hash(Graph graph) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var out = new StringBuilder();
      new RecordJson(out, "place").write(graph);
      digest.update(out.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("Expected SHA-256, which every Java platform has.", missing);
    }
  }

  /// A text as JSON string, with its quotes.
  public static String text(String value) {
    var out = new StringBuilder(value.length() + 2);
    RecordJson.text(out, value);
    return out.toString();
  }
}
