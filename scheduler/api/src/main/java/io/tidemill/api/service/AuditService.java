package io.tidemill.api.service;

import io.tidemill.api.audit.AuditFilter;
import io.tidemill.api.audit.AuditPage;
import io.tidemill.api.audit.AuditResource;
import io.tidemill.api.audit.AuditView;
import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.AuditLog;
import io.tidemill.runtime.port.AuditLog.Filter;
import io.tidemill.runtime.port.AuditLog.Position;
import io.tidemill.runtime.port.AuditLog.Recorded;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;

/// The audit log, page by page.
record AuditService(AuditLog log) implements AuditResource {
  private static final int CURSOR_BYTES = 2 * Long.BYTES;

  @Override public AuditPage list(AuditFilter filter) {
    if (filter.limit() < 1 || filter.limit() > AuditFilter.MOST) {
      throw new RefusedException(Kind.INVALID, List.of(new ApiError("out-of-range", "limit",
          "Expected a limit from 1 to " + AuditFilter.MOST, "" + filter.limit(), "1 to " + AuditFilter.MOST)));
    }
    Long run = filter.run();
    if (run != null && filter.dag() == null) {
      throw RefusedException.of(Kind.INVALID, "missing", "dag",
          "Expected the id of a DAG beside the number of its run, but found none");
    }
    String since = filter.since();
    String cursor = filter.cursor();
    List<Recorded> found = log.entries(
        new Filter(filter.who(), filter.verb(), filter.dag(), run == null ? 0 : run,
            since == null ? 0 : ZonedTime.parse("since", since, ZoneOffset.UTC).toEpochMilli()),
        cursor == null ? null : position(cursor), filter.limit() + 1);
    boolean more = found.size() > filter.limit();
    List<Recorded> shown = more ? found.subList(0, filter.limit()) : found;
    return new AuditPage(shown.stream().map(AuditService::view).toList(),
        more ? cursor(shown.getLast().position()) : null);
  }

  private static AuditView view(Recorded recorded) {
    AuditEntry entry = recorded.entry();
    String address = entry.by().address();
    return new AuditView(recorded.number(), Instant.ofEpochMilli(entry.at()), entry.by().who(), entry.by().caller(),
        address.isEmpty() ? null : address, entry.by().verb(), entry.dag(),
        entry.run() == 0 ? null : Long.valueOf(entry.run()), entry.subject(), entry.before(), entry.after(),
        entry.reason());
  }

  private static String cursor(Position position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(ByteBuffer.allocate(CURSOR_BYTES).putLong(position.at()).putLong(position.number()).array());
  }

  private static Position position(String cursor) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (bytes.remaining() == CURSOR_BYTES) {
        return new Position(bytes.getLong(), bytes.getLong());
      }
    } catch (IllegalArgumentException _) {
      // told below
    }
    throw RefusedException.of(Kind.INVALID, "bad-cursor", "cursor",
        "Expected a cursor as an earlier answer gave it in 'next', but found another text; begin without one");
  }
}
