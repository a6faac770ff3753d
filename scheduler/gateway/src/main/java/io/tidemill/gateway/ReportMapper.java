package io.tidemill.gateway;

import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.ShardsReported;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.input.TaskFailed;
import io.tidemill.engine.input.TaskStarted;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Value;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.Report;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import java.util.List;
import java.util.function.LongSupplier;

/// Maps reports of agents to inputs of the engine.
final class ReportMapper {
  private ReportMapper() {}

  /// The input.
  ///
  /// @param values receives the values it names, to be stored with it
  static Input input(Report report, LongSupplier ids, List<ValueBlock> values) {
    AttemptKey key = report.key();
    return switch (report) {
      case Report.Started r ->
        new TaskStarted(key.dag(), key.run(), key.task(), key.attempt(), key.nonce(), r.ageMicros() / 1000);
      case Report.Succeeded r -> new TaskSucceeded(key.dag(), key.run(), key.task(), key.attempt(), key.nonce(),
          value(r.output(), r.variant(), ids, values), timing(r.timing()));
      case Report.Failed r -> new TaskFailed(key.dag(), key.run(), key.task(), key.attempt(), key.nonce(),
          failure(r.failure()), timing(r.timing()));
      case Report.Expanded r -> new TaskExpanded(key.dag(), key.run(), key.task(), key.attempt(), key.nonce(),
          r.count(), value(r.keys(), "", ids, values), value(r.elements(), "", ids, values),
          r.again() == null ? null : new TaskExpanded.Again(r.again().order(), r.again().same()));
      case Report.ShardsEnded r -> new ShardsReported(key.dag(), key.run(), key.task(), key.nonce(), r.indexes(),
          value(r.results(), "", ids, values),
          r.failed()
              .stream()
              .map(f -> new ShardsReported.Failed(f.index(), failure(f.failure()),
                  timing(f.timing())))
              .toList(),
          spent(r.timings()), r.timings().stream().mapToInt(ReportMapper::millis).toArray());
    };
  }

  private static ResourceUsage spent(List<Report.Timing> timings) {
    return timings.stream().map(each -> timing(each).spent()).reduce(ResourceUsage.NONE, ResourceUsage::plus);
  }

  private static int millis(Report.Timing timing) {
    return (int) Math.min(Integer.MAX_VALUE - 1, timing.ranMicros() / 1000);
  }

  private static Timing timing(Report.Timing timing) {
    return new Timing(timing.queuedMicros(),
        new ResourceUsage(timing.ranMicros(), timing.cpuMicros(), timing.peakBytes()));
  }

  private static Value value(byte[] bytes, String variant, LongSupplier ids, List<ValueBlock> values) {
    if (bytes.length <= Value.INLINE_BYTES) {
      return Value.inline(bytes, variant);
    }
    long id = ids.getAsLong();
    values.add(new ValueBlock(id, bytes));
    return Value.stored(id, bytes.length, variant);
  }

  private static Failure failure(io.tidemill.protocol.FailureReport failure) {
    Failure.Kind kind = switch (failure.kind()) {
      case FAILED -> Failure.Kind.FAILED;
      case TIMED_OUT -> Failure.Kind.TIMED_OUT;
      case CANCELLED -> Failure.Kind.CANCELLED;
      case RELEASED -> Failure.Kind.RELEASED;
      case LOST -> Failure.Kind.LOST;
    };
    return new Failure(kind, failure.type(), failure.message(), failure.place(), failure.stack(), failure.retryable(),
        failure.retryAfterMillis());
  }
}
