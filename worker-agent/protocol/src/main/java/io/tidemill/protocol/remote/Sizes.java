package io.tidemill.protocol.remote;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.ResultBlock;
import io.tidemill.protocol.WireValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Approximate sizes on the wire in bytes, for limits of queues and messages.
public final class Sizes {
  private static final int FIXED = 128;

  private Sizes() {}

  /// Size of a report.
  public static long of(Report report) {
    return FIXED + switch (report) {
      case Report.Started _ -> 0L;
      case Report.Succeeded succeeded -> succeeded.output().length;
      case Report.Failed failed -> of(failed.failure());
      case Report.Expanded expanded -> (long) expanded.keys().length + expanded.elements().length
          + (expanded.again() == null ? 0 : 8L * expanded.again().order().length);
      case Report.ShardsEnded ended -> ended.results().length + 20L * ended.indexes().length
          + ended.failed().stream().mapToLong(each -> 64 + of(each.failure())).sum();
    };
  }

  private static long of(io.tidemill.protocol.FailureReport failure) {
    return (long) failure.message().length() + failure.stack().length();
  }

  /// Size of an assignment.
  public static long of(Assignment assignment) {
    long inputs = FIXED + of(assignment.run().params());
    return inputs + switch (assignment) {
      case Assignment.RunTask task -> inputs(task.inputs());
      case Assignment.Expand expand -> inputs(expand.inputs())
          + (expand.previous() == null ? 0 : of(expand.previous().keys()) + of(expand.previous().elements()));
      case Assignment.RunShards shards -> inputs(shards.inputs()) + of(shards.keys()) + of(shards.elements())
          + blocks(shards.aligned()) + 12L * shards.shards().size();
    };
  }

  private static long inputs(List<InputValue> inputs) {
    long size = 0;
    for (InputValue input : inputs) {
      size += switch (input) {
        case InputValue.Single(WireValue value) -> of(value);
        case InputValue.Sharded sharded -> of(sharded.keys()) + blocks(sharded.blocks())
            + 4L * (sharded.failed().size() + sharded.order().size());
        case InputValue.Ended ended -> of(ended.value());
      };
    }
    return size;
  }

  private static long blocks(@Nullable List<ResultBlock> blocks) {
    long size = 0;
    if (blocks != null) {
      for (ResultBlock block : blocks) {
        size += of(block.value()) + 4L * block.indexes().length;
      }
    }
    return size;
  }

  private static long of(@Nullable WireValue value) {
    byte[] inline = value == null ? null : value.inline();
    return inline == null ? 24 : 24L + inline.length;
  }
}
