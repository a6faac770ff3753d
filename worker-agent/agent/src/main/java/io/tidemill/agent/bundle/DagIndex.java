package io.tidemill.agent.bundle;

import java.util.List;

/// The index file of a bundle: the classes that offer a DAG, one name a line. Nothing is scanned.
final class DagIndex {
  /// Where it lies in a jar.
  static final String ENTRY = "META-INF/tidemill/dags";

  private DagIndex() {}

  static List<String> parse(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).distinct().toList();
  }
}
