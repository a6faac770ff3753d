package io.tidemill.cluster;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What schedulers say to each other over the grid, as a line of text.
sealed interface Signal {
  /// Partitions wait for an owner.
  record Released() implements Signal {
    @Override public String text() {
      return "released";
    }
  }

  /// Messages wait in the inbox of a partition.
  record Message(int partition) implements Signal {
    @Override public String text() {
      return "message " + partition;
    }
  }

  /// The tables show changes of runs.
  record Changes(Set<Change> runs) implements Signal {
    @Override public String text() {
      return "changed " + runs.stream().map(run -> run.dag() + "/" + run.run()).collect(Collectors.joining(" "));
    }
  }

  /// A run that changed.
  record Change(int dag, long run) implements Comparable<Change> {
    private static final Comparator<Change> ORDER = Comparator.comparingInt(Change::dag).thenComparingLong(Change::run);

    @Override public int compareTo(Change other) {
      return ORDER.compare(this, other);
    }
  }

  /// The signal as a line.
  String text();

  /// The signal of a line, null where it is none: anybody can say anything.
  static @Nullable Signal parse(@Nullable String line) {
    try {
      String[] words = line == null ? new String[]{""} : line.split(" ", -1);
      return switch (words[0]) {
        case "released" -> words.length == 1 ? new Released() : null;
        case "message" -> words.length == 2 ? new Message(Integer.parseInt(words[1])) : null;
        case "changed" -> changes(words);
        default -> null;
      };
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static @Nullable Signal changes(String[] words) {
    Set<Change> runs = new TreeSet<>();
    for (int i = 1; i < words.length; i++) {
      int slash = words[i].indexOf('/');
      if (slash < 0) {
        return null;
      }
      runs.add(
          new Change(Integer.parseInt(words[i].substring(0, slash)), Long.parseLong(words[i].substring(slash + 1))));
    }
    return new Changes(runs);
  }
}
