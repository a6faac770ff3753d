package io.tidemill.runtime.port;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A pause that lasts for a DAG.
///
/// @param tag the tag by which it concerns the DAG, empty where it is of all DAGs, null where it is of the DAG itself
/// @param since when it began, in milliseconds since 1970
/// @param by who asked for it, empty where nobody is known
public record PauseEntry(@Nullable String tag, long since, String by) {
  private static final String OF_DAG = "d";
  private static final String OF_GROUP = "g";

  /// Pauses as one text, a line each. Tags and names have no control characters.
  public static String text(List<PauseEntry> pauses) {
    return pauses.stream()
        .map(each -> String.join("\t", each.tag == null ? OF_DAG : OF_GROUP, "" + each.since, each.by,
            each.tag == null ? "" : each.tag))
        .collect(Collectors.joining("\n"));
  }

  /// The pauses that a text tells.
  public static List<PauseEntry> read(String text) {
    List<PauseEntry> pauses = new ArrayList<>();
    for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
      String[] parts = line.split("\t", 4);
      pauses.add(new PauseEntry(parts[0].equals(OF_DAG) ? null : parts[3], Long.parseLong(parts[1]), parts[2]));
    }
    return pauses;
  }
}
