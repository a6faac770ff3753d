package io.tidemill.api.service;

import io.tidemill.runtime.port.Logs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Searches the logs of a run from a position on, until enough lines are found or much was read.
final class LogSearch {
  /// Most that one search reads, in bytes of text.
  static final long MOST_BYTES = 128L << 20;
  private static final int CHUNKS = 256;

  private final Logs logs;
  private final int dag;
  private final long run;
  private final String word;
  private final int limit;
  private final List<Hit> hits = new ArrayList<>();
  private long bytes;
  private @Nullable LogPosition next;

  /// A line that was found.
  ///
  /// @param at where the word begins in it
  record Hit(Logs.Source source, long line, String text, int at) {}

  LogSearch(Logs logs, int dag, long run, String word, int limit) {
    this.logs = logs;
    this.dag = dag;
    this.run = run;
    this.word = word;
    this.limit = limit;
  }

  /// Searches some logs in their order.
  void through(List<Logs.Source> sources, LogPosition from) {
    for (Logs.Source source : sources) {
      if (from.isAfter(source)) {
        continue;
      }
      if (bytes >= MOST_BYTES) {
        next = LogPosition.of(source, 0);
        return;
      }
      if (!one(source, from.isIn(source) ? from.line() : 0)) {
        return;
      }
    }
  }

  /// @return whether to go on
  private boolean one(Logs.Source source, long skipped) {
    LineScanner scanner = new LineScanner(word);
    LineScanner.Found found = (line, text, at) -> {
      if (line <= skipped) {
        return true;
      }
      if (hits.size() == limit) {
        next = LogPosition.of(source, line - 1);
        return false;
      }
      hits.add(new Hit(source, line, text, at));
      return true;
    };
    long after = -1;
    List<Logs.Chunk> chunks;
    do {
      chunks = logs.read(dag, run, source.task(), source.shard(), source.attempt(), after, CHUNKS);
      for (Logs.Chunk chunk : chunks) {
        after = chunk.sequence();
        bytes += chunk.text().length;
        if (!scanner.piece(new String(chunk.text(), StandardCharsets.UTF_8), found)) {
          return false;
        }
      }
    } while (chunks.size() == CHUNKS);
    scanner.end(found);
    return next == null;
  }

  List<Hit> hits() {
    return hits;
  }

  long bytes() {
    return bytes;
  }

  /// Where the search goes on, null where all was searched.
  @Nullable LogPosition next() {
    return next;
  }
}
