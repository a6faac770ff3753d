package io.tidemill.runtime.port;

import io.tidemill.engine.state.MaintenanceWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A maintenance window of a DAG that is planned or lasts. Times are milliseconds since 1970.
///
/// @param id names the window
/// @param tag the tag by which it concerns the DAG, empty where it is of all DAGs, null where it is of the DAG itself
/// @param from when it begins
/// @param until when it ends, not part of it
/// @param by who set it, empty where nobody is known
/// @param reason what it is for, empty where nobody said
public record MaintenanceEntry(String id, @Nullable String tag, long from, long until, String by, String reason) {
  private static final String OF_DAG = "d";
  private static final String OF_GROUP = "g";

  /// A window as the state of its partition has it.
  public static MaintenanceEntry of(MaintenanceWindow window) {
    return new MaintenanceEntry(window.id(), window.dag() == 0 ? window.tag() : null, window.from(), window.until(),
        window.by(), window.reason());
  }

  /// Windows as one text, a line each. Ids, tags, names and reasons have no control characters.
  public static String text(List<MaintenanceEntry> windows) {
    return windows.stream()
        .map(each -> String.join("\t", each.tag == null ? OF_DAG : OF_GROUP, each.id, "" + each.from, "" + each.until,
            each.by, each.tag == null ? "" : each.tag, each.reason))
        .collect(Collectors.joining("\n"));
  }

  /// The windows that a text tells.
  public static List<MaintenanceEntry> read(String text) {
    List<MaintenanceEntry> windows = new ArrayList<>();
    for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
      String[] parts = line.split("\t", 7);
      windows.add(new MaintenanceEntry(parts[1], parts[0].equals(OF_DAG) ? null : parts[5], Long.parseLong(parts[2]),
          Long.parseLong(parts[3]), parts[4], parts[6]));
    }
    return windows;
  }
}
