package io.tidemill.store.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Numbers of versions as one text, each between commas, so that one is found among them.
public final class VersionsText {
  private VersionsText() {}

  /// The text, null for no versions.
  public static @Nullable String of(List<Integer> versions) {
    return versions.isEmpty()
        ? null
        : versions.stream().map(version -> "" + version).collect(Collectors.joining(",", ",", ","));
  }

  /// The versions of a text.
  static List<Integer> read(@Nullable String text) {
    List<Integer> versions = new ArrayList<>();
    for (String each : text == null ? new String[0] : text.split(",", -1)) {
      if (!each.isEmpty()) {
        versions.add(Integer.valueOf(each));
      }
    }
    return versions;
  }
}
