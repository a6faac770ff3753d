package io.tidemill.runtime;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Who waits until the tables of a partition hold an entry. Used under the partition's lock.
final class ProjectionWaits {
  private final List<Wait> waits = new ArrayList<>();

  /// @param sequence number of the entry
  /// @param done run once the tables hold it, or once nobody knows any more when they will
  void add(long sequence, Runnable done) {
    waits.add(new Wait(sequence, done));
  }

  /// The tables hold all entries up to one.
  void reached(long projected) {
    for (Iterator<Wait> i = waits.iterator(); i.hasNext();) {
      Wait wait = i.next();
      if (wait.sequence() <= projected) {
        i.remove();
        wait.done().run();
      }
    }
  }

  /// The partition is lost: nobody waits any longer.
  void end() {
    waits.forEach(wait -> wait.done().run());
    waits.clear();
  }

  private record Wait(long sequence, Runnable done) {}
}
