package io.tidemill.agent;

import io.tidemill.protocol.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run as its attempts need it: code and parameters, once they are there. Safe for use by several threads.
final class Run {
  private @Nullable List<Consumer<Run>> waiting = new ArrayList<>();
  private @Nullable DagCode code;
  private @Nullable Object params;
  private @Nullable Failure failure;

  /// Calls back once the run is ready or has failed, at once if it is; callers in their order.
  void whenKnown(Consumer<Run> then) {
    synchronized (this) {
      if (waiting != null) {
        waiting.add(then);
        return;
      }
    }
    then.accept(this);
  }

  /// Whether the run is ready or has failed, and all who waited were told.
  synchronized boolean isKnown() {
    return waiting == null;
  }

  void ready(DagCode dagCode, @Nullable Object decodedParams) {
    synchronized (this) {
      code = dagCode;
      params = decodedParams;
    }
    tell();
  }

  void failed(Failure why) {
    synchronized (this) {
      failure = why;
    }
    tell();
  }

  /// Tells in order: whoever comes meanwhile stands at the end of the list.
  private void tell() {
    while (true) {
      List<Consumer<Run>> next;
      synchronized (this) {
        next = waiting;
        if (next == null || next.isEmpty()) {
          waiting = null;
          return;
        }
        waiting = new ArrayList<>();
      }
      next.forEach(each -> each.accept(this));
    }
  }

  /// Why the run cannot be run here, null if it can.
  synchronized @Nullable Failure failure() {
    return failure;
  }

  /// The code; only where [#failure] is null.
  synchronized DagCode code() {
    if (code == null) {
      throw new IllegalStateException("Expected a run that is ready");
    }
    return code;
  }

  synchronized @Nullable Object params() {
    return params;
  }
}
