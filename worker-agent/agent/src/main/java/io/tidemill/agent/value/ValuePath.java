package io.tidemill.agent.value;

import tools.jackson.core.JacksonException;

/// Where in a value something went wrong, as people write it: `.parts[3].when`.
final class ValuePath {
  private ValuePath() {}

  /// ` at <path>`, or empty at the top.
  static String at(JacksonException e) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference each : e.getPath()) {
      if (each.getPropertyName() != null) {
        path.append('.').append(each.getPropertyName());
      } else {
        path.append('[').append(each.getIndex()).append(']');
      }
    }
    return path.isEmpty() ? "" : " at " + path;
  }
}
