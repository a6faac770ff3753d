package io.tidemill.simulation;

import java.util.ArrayDeque;
import java.util.List;

/// What happened: the last events as text, and a hash over all of them.
final class EventTrace {
  private static final int REMEMBERED = 200;
  private static final long PRIME = 0x100000001B3L;

  private final ArrayDeque<Line> last = new ArrayDeque<>();
  private long hash = 0xCBF29CE484222325L;
  private long events;

  void tell(long at, String what) {
    events++;
    mix(at);
    for (int i = 0; i < what.length(); i++) {
      mix(what.charAt(i));
    }
    last.add(new Line(at, what));
    if (last.size() > REMEMBERED) {
      last.remove();
    }
  }

  void mix(long bits) {
    hash = (hash ^ bits) * PRIME;
    hash ^= hash >>> 29;
  }

  List<String> last() {
    return last.stream().map(line -> "%,9d ms  %s".formatted(line.at, line.what)).toList();
  }

  long hash() {
    return hash;
  }

  long events() {
    return events;
  }

  private record Line(long at, String what) {}
}
