package io.tidemill.runtime.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidemill.runtime.wire.DagChunk;
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

  private static String zone(String declaration) {
    Matcher zone = ZONE.matcher(declaration);
    return zone.find() ? zone.group(1) : "";
  }

  /// How far a schedule is decided.
  ///
  /// @param zone its zone, empty where it is no longer declared
  public record ScheduleCursor(String schedule, long time, String zone) {}
}
