package io.tidemill.gateway;

import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.ShardsReported;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.input.TaskFailed;
import io.tidemill.engine.input.TaskStarted;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.Value;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.Report;
import io.tidemill.runtime.Runs;
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
          value(r.output(), r.variant(), ids, values), r.timing().queuedMicros(), r.timing().ranMicros(),
          r.timing().cpuMicros(), r.timing().peakBytes());
      case Report.Failed r -> new TaskFailed(key.dag(), key.run(), key.task(), key.attempt(), key.nonce(),
          failure(r.failure()), r.timing().queuedMicros(), r.timing().ranMicros(), r.timing().cpuMicros(),
          r.timing().peakBytes());
      case Report.Expanded r -> new TaskExpanded(key.dag(), key.run(), key.task(), key.attempt(), key.nonce(),
          r.count(), value(r.keys(), "", ids, values), value(r.elements(), "", ids, values));
      case Report.ShardsEnded r -> new ShardsReported(key.dag(), key.run(), key.task(), key.nonce(), r.indexes(),
          value(r.results(), "", ids, values),
          r.failed()
              .stream()
              .map(f -> new ShardsReported.Failed(f.index(), failure(f.failure()),
                  f.timing().queuedMicros(), f.timing().ranMicros(), f.timing().cpuMicros(), f.timing().peakBytes()))
              .toList(),
          spent(r.timings()));
    };
  }

  private static ResourceUsage spent(List<Report.Timing> timings) {
    long ran = 0;
    long cpu = -1;
    long peak = -1;
    for (Report.Timing each : timings) {
      ran += each.ranMicros();
      peak = Math.max(peak, each.peakBytes());
      if (each.cpuMicros() >= 0) {
        cpu = Math.max(0, cpu) + each.cpuMicros();
      }
    }
    return new ResourceUsage(ran, cpu, peak);
  }

  private static Value value(byte[] bytes, String variant, LongSupplier ids, List<ValueBlock> values) {
    if (bytes.length <= Runs.INLINE_BYTES) {
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
