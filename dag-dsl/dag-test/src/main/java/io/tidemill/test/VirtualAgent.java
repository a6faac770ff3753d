package io.tidemill.test;

import io.tidemill.engine.Capacity;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.input.Input;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The one agent of a virtual scheduler: its slots, and the attempts that it has. What ends next is what is due first, then what was
/// begun first.
final class VirtualAgent {
  private static final long NUMBER = 1;

  private final PriorityQueue<Attempt> running = new PriorityQueue<>();
  private int free;
  private long begun;

  /// An attempt that is with the agent.
  ///
  /// @param at when it ends
  /// @param order how many began before it
  /// @param end what it reports then: what its body did, or the failure it is given because it was stopped before
  private record Attempt(long at, long order, long nonce, Function<@Nullable Failure, Input> end)
      implements Comparable<Attempt> {
    @Override public int compareTo(Attempt other) {
      return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
    }
  }

  VirtualAgent(int slots) {
    free = slots;
  }

  Capacity.Grant take(int wanted, Capacity.Demand demand) {
    int slots = Math.min(wanted, free);
    free -= slots;
    return slots == 0 ? Capacity.Grant.NONE : new Capacity.Grant(NUMBER, slots);
  }

  /// Begins an attempt.
  ///
  /// @param at when it ends by itself
  /// @param end what it reports then, given the failure where it is stopped before
  void begin(long at, long nonce, Function<@Nullable Failure, Input> end) {
    running.add(new Attempt(at, begun++, nonce, end));
  }

  /// When the next attempt ends, [Long#MAX_VALUE] where none is there.
  long nextEnd() {
    Attempt next = running.peek();
    return next == null ? Long.MAX_VALUE : next.at();
  }

  /// Ends the attempt that is due first, and tells what it reports.
  Input end() {
    free++;
    return running.remove().end().apply(null);
  }

  /// Stops what has not ended; its bodies are not executed.
  void stop(StopAttempt stop, long now) {
    Failure failure = stop.timedOut()
        ? VirtualRun.TOO_LONG
        : new Failure(Failure.Kind.CANCELLED, "", "Cancelled", "", "", true, -1);
    List<Attempt> stopped = new ArrayList<>();
    for (Iterator<Attempt> all = running.iterator(); all.hasNext();) {
      Attempt attempt = all.next();
      if (attempt.nonce() == stop.nonce()) {
        all.remove();
        stopped.add(attempt);
      }
    }
    stopped.sort(null);
    for (Attempt attempt : stopped) {
      running.add(new Attempt(now, attempt.order(), 0, ignored -> attempt.end().apply(failure)));
    }
  }
}
