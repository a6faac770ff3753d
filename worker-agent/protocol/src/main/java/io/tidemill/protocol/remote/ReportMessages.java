package io.tidemill.protocol.remote;

import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.Report.ShardFailed;
import io.tidemill.protocol.wire.Expanded;
import io.tidemill.protocol.wire.ExpandedAgain;
import io.tidemill.protocol.wire.ShardsEnded;
import io.tidemill.protocol.wire.Started;
import io.tidemill.protocol.wire.Succeeded;
import io.tidemill.protocol.wire.Timing;
import java.util.ArrayList;
import java.util.List;

/// Codec of reports.
final class ReportMessages {
  private ReportMessages() {}

  static io.tidemill.protocol.wire.Report wire(Report report) {
    io.tidemill.protocol.wire.Report.Builder wire = io.tidemill.protocol.wire.Report.newBuilder()
        .setAttempt(IdentityCodec.wire(report.key()));
    switch (report) {
      case Report.Started started -> wire.setStarted(Started.newBuilder().setAgeMicros(started.ageMicros()));
      case Report.Succeeded succeeded -> wire.setTiming(wire(succeeded.timing()))
          .setSucceeded(Succeeded.newBuilder()
              .setOutput(InputCodec.bytes(succeeded.output()))
              .setVariant(succeeded.variant()));
      case Report.Failed failed -> wire.setTiming(wire(failed.timing())).setFailed(FailureCodec.wire(failed.failure()));
      case Report.Expanded expanded -> wire.setTiming(wire(expanded.timing()))
          .setExpanded(expanded(expanded));
      case Report.ShardsEnded ended -> wire.setShardsEnded(wire(ended));
    }
    return wire.build();
  }

  private static Expanded expanded(Report.Expanded report) {
    Expanded.Builder wire = Expanded.newBuilder()
        .setCount(report.count())
        .setKeys(InputCodec.bytes(report.keys()))
        .setElements(InputCodec.bytes(report.elements()));
    Report.Expanded.Again again = report.again();
    if (again != null) {
      ExpandedAgain.Builder shards = ExpandedAgain.newBuilder();
      for (int index : again.order()) {
        shards.addOrder(index);
      }
      for (int index : again.same()) {
        shards.addSame(index);
      }
      wire.setAgain(shards);
    }
    return wire.build();
  }

  private static Report.Expanded expanded(AttemptKey key, Expanded wire, Report.Timing timing) {
    return new Report.Expanded(key, wire.getCount(), wire.getKeys().toByteArray(), wire.getElements().toByteArray(),
        wire.hasAgain()
            ? new Report.Expanded.Again(InputCodec.indexes(wire.getAgain().getOrderList()),
                InputCodec.indexes(wire.getAgain().getSameList()))
            : null,
        timing);
  }

  private static ShardsEnded wire(Report.ShardsEnded report) {
    ShardsEnded.Builder wire = ShardsEnded.newBuilder().setResults(InputCodec.bytes(report.results()));
    for (int index : report.indexes()) {
      wire.addIndexes(index);
    }
    for (Report.Timing timing : report.timings()) {
      wire.addTimings(wire(timing));
    }
    for (ShardFailed failed : report.failed()) {
      wire.addFailed(io.tidemill.protocol.wire.ShardFailed.newBuilder()
          .setIndex(failed.index())
          .setFailure(FailureCodec.wire(failed.failure()))
          .setTiming(wire(failed.timing())));
    }
    return wire.build();
  }

  private static Timing wire(Report.Timing timing) {
    return Timing.newBuilder()
        .setQueuedMicros(timing.queuedMicros())
        .setRanMicros(timing.ranMicros())
        .setCpuMicros(timing.cpuMicros())
        .setPeakBytes(timing.peakBytes())
        .build();
  }

  static Report report(io.tidemill.protocol.wire.Report wire) throws MalformedException {
    AttemptKey key = IdentityCodec.key(wire.getAttempt());
    Report.Timing timing = timing(wire.getTiming());
    return switch (wire.getKindCase()) {
      case STARTED -> new Report.Started(key, wire.getStarted().getAgeMicros());
      case SUCCEEDED -> new Report.Succeeded(key, wire.getSucceeded().getOutput().toByteArray(),
          wire.getSucceeded().getVariant(), timing);
      case FAILED -> new Report.Failed(key, FailureCodec.failure(wire.getFailed()), timing);
      case EXPANDED -> expanded(key, wire.getExpanded(), timing);
      case SHARDS_ENDED -> shards(key, wire.getShardsEnded());
      case KIND_NOT_SET -> throw new MalformedException("Expected a report of a known kind about " + key
          + ", but found another; the other side is newer");
    };
  }

  private static Report shards(AttemptKey key, ShardsEnded wire) throws MalformedException {
    if (wire.getIndexesCount() != wire.getTimingsCount()) {
      throw new MalformedException("Expected a timing for each of " + wire.getIndexesCount() + " shards, but found "
          + wire.getTimingsCount());
    }
    List<Report.Timing> timings = new ArrayList<>(wire.getTimingsCount());
    for (Timing timing : wire.getTimingsList()) {
      timings.add(timing(timing));
    }
    List<ShardFailed> failed = new ArrayList<>(wire.getFailedCount());
    for (io.tidemill.protocol.wire.ShardFailed each : wire.getFailedList()) {
      failed.add(new ShardFailed(each.getIndex(), FailureCodec.failure(each.getFailure()), timing(each.getTiming())));
    }
    return new Report.ShardsEnded(key, InputCodec.indexes(wire.getIndexesList()), wire.getResults().toByteArray(),
        timings,
        failed);
  }

  private static Report.Timing timing(Timing wire) {
    return new Report.Timing(wire.getQueuedMicros(), wire.getRanMicros(), wire.getCpuMicros(), wire.getPeakBytes());
  }
}
