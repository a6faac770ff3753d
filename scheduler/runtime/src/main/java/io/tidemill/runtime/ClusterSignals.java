package io.tidemill.runtime;

import java.util.Collection;

/// Tells the other schedulers of a database what they would else find at their next look. Whoever is told looks at the database; a signal that is lost,
/// late, repeated or forged changes nothing but how soon. No method blocks or throws.
public interface ClusterSignals {
  /// Nobody is told.
  ClusterSignals NONE = new ClusterSignals() {
    @Override public void message(int partition) {
      // Its owner looks now and then.
    }

    @Override public void released(Collection<Integer> partitions) {
      // Whoever should take them looks every second.
    }

    @Override public void changed(int dag, long run) {
      // Whoever shows it asks again.
    }
  };

  /// Messages wait in the inbox of a partition that another scheduler owns.
  void message(int partition);

  /// Partitions were released for others to take.
  void released(Collection<Integer> partitions);

  /// The tables show a change of a run.
  void changed(int dag, long run);
}
