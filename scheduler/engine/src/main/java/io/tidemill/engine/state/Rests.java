package io.tidemill.engine.state;

import io.tidemill.engine.state.PauseHistory.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Times in which no slot of a DAG was decided on purpose.
public final class Rests {
  private Rests() {}

  /// Pauses and maintenance in the order of their times, those of one kind that overlap as one. Where both are, it is a pause.
  ///
  /// @param now end of those that last
  static List<Span> of(List<PauseHistory> kinds, Collection<MaintenanceWindow> windows, long now) {
    List<Span> pauses = new ArrayList<>();
    for (PauseHistory kind : kinds) {
      pauses.addAll(kind.ended());
      if (kind.since() != 0) {
        pauses.add(new Span(kind.since(), now));
      }
    }
    List<Span> merged = merged(pauses);
    List<Span> maintenance = maintenance(windows, now);
    if (maintenance.isEmpty()) {
      return merged;
    }
    List<Span> all = new ArrayList<>(merged);
    maintenance.forEach(span -> without(span, merged, all));
    all.sort(Comparator.comparingLong(Span::from));
    return all;
  }

  /// The times of maintenance windows that have begun, in order, those that overlap as one. A slot that is due when a window begins is in
  /// it, one that is due when it ends is not.
  ///
  /// @param now end of those that last
  public static List<Span> maintenance(Collection<MaintenanceWindow> windows, long now) {
    List<Span> spans = new ArrayList<>();
    for (MaintenanceWindow window : windows) {
      long until = Math.min(window.until() - 1, now);
      if (window.from() - 1 < until) {
        spans.add(new Span(window.from() - 1, until, true));
      }
    }
    return merged(spans);
  }

  private static List<Span> merged(List<Span> spans) {
    spans.sort(Comparator.comparingLong(Span::from));
    List<Span> merged = new ArrayList<>();
    for (Span span : spans) {
      Span last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && span.from() <= last.until()) {
        merged.set(merged.size() - 1,
            new Span(last.from(), Math.max(last.until(), span.until()), span.maintenance()));
      } else {
        merged.add(span);
      }
    }
    return merged;
  }

  /// Adds the parts of a span that others leave.
  ///
  /// @param others in order, without overlap
  private static void without(Span span, List<Span> others, List<Span> parts) {
    long from = span.from();
    for (Span other : others) {
      if (other.until() > from && other.from() < span.until()) {
        if (other.from() > from) {
          parts.add(new Span(from, other.from(), true));
        }
        from = other.until();
      }
    }
    if (from < span.until()) {
      parts.add(new Span(from, span.until(), true));
    }
  }
}
