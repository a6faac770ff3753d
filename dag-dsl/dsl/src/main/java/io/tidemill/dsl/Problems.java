package io.tidemill.dsl;

import io.tidemill.dsl.text.MessageText;
import java.util.ArrayList;
import java.util.List;

/// The problems found while a DAG is built, up to a limit.
final class Problems {
  private static final int MAX = 1_000;

  private final List<Problem> found = new ArrayList<>();

  void add(String code, String place, String expected, String found, String hint) {
    if (this.found.size() < MAX) {
      this.found
          .add(new Problem(code, MessageText.clean(place), MessageText.clean(expected), MessageText.clean(found),
              MessageText.clean(hint)));
    }
  }

  int count() {
    return found.size();
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<Problem> list() {
    return List.copyOf(found);
  }
}
