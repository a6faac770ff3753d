package io.tidemill.api.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lines of the logs of a run that have what was searched for, by task, shard, attempt and line.
///
/// @param bytes how much was searched
/// @param next where the search goes on, null where all logs were searched
public record LogSearchView(List<LogHit> hits, long bytes, @Nullable String next) {
  /// Most lines of one answer.
  public static final int MOST = 1_000;

  public LogSearchView {
    hits = List.copyOf(hits);
  }
}
