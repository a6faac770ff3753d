package io.tidemill.runtime.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidemill.runtime.wire.DagChunk;
import io.tidemill.runtime.wire.PartitionChunk;
import io.tidemill.runtime.wire.WireSchedule;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Snapshots that say something wrong, for tests that want to see it found.
public final class WrongSnapshots {
  private static final Pattern ZONE = Pattern.compile("\"zone\":\"([^\"]+)\"");

  private WrongSnapshots() {}

  /// The head of a DAG's own snapshot, with other cursors of its schedules.
  ///
  /// @param cursor the wrong cursor, by name of the schedule and right cursor
  public static byte[] withCursors(byte[] head, ToLongFunction<ScheduleCursor> cursor) {
    try {
      DagChunk.Builder chunk = DagChunk.newBuilder().mergeFrom(head);
      if (!chunk.hasActivated()) {
        return head;
      }
      for (WireSchedule.Builder each : chunk.getActivatedBuilder().getSchedulesBuilderList()) {
        each.setCursor(
            cursor.applyAsLong(new ScheduleCursor(each.getName(), each.getCursor(), zone(each.getDeclaration()))));
      }
      return chunk.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The head of a DAG's own snapshot, which says that slots of the next ten minutes were checked for lateness.
  public static byte[] withoutLateness(byte[] head) {
    try {
      DagChunk.Builder chunk = DagChunk.newBuilder().mergeFrom(head);
      if (!chunk.hasActivated()) {
        return head;
      }
      for (WireSchedule.Builder each : chunk.getActivatedBuilder().getSchedulesBuilderList()) {
        if (each.hasStartsChecked()) {
          each.setStartsChecked(each.getStartsChecked() + 600_000).clearStarted();
        }
        if (each.hasEndsChecked()) {
          each.setEndsChecked(each.getEndsChecked() + 600_000).clearEnded();
        }
      }
      return chunk.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The snapshot of a partition itself without its maintenance windows.
  public static byte[] withoutMaintenance(byte[] partition) {
    try {
      return PartitionChunk.newBuilder().mergeFrom(partition).clearMaintenance().build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String zone(String declaration) {
    Matcher zone = ZONE.matcher(declaration);
    return zone.find() ? zone.group(1) : "";
  }

  /// How far a schedule is decided.
  ///
  /// @param zone its zone, empty where it is no longer declared
  public record ScheduleCursor(String schedule, long time, String zone) {}
}
