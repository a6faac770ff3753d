package io.tidemill.api.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.api.error.RefusedException;
import io.tidemill.runtime.port.Logs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogSearchTest {
  private final List<Logs.Chunk> chunks = new ArrayList<>();
  private final Logs logs = new Logs() {
    @Override public void append(List<Chunk> more) {
      chunks.addAll(more);
    }

    @Override public List<Chunk> read(int dag, long run, int task, int shard, int attempt, long after, int limit) {
      return chunks.stream()
          .filter(each -> each.task() == task && each.shard() == shard && each.attempt() == attempt
              && each.sequence() > after)
          .limit(limit)
          .toList();
    }

    @Override public List<Source> sources(int dag, long run) {
      return chunks.stream().map(each -> new Source(each.task(), each.shard(), each.attempt(), 0)).distinct().toList();
    }
  };

  private void log(int task, int attempt, long sequence, String text) {
    logs.append(List.of(new Logs.Chunk(1, 1, task, -1, attempt, sequence, text.getBytes(StandardCharsets.UTF_8))));
  }

  private LogSearch search(int limit, LogPosition from) {
    LogSearch search = new LogSearch(logs, 1, 1, "error", limit);
    search.through(logs.sources(1, 1), from);
    return search;
  }

  private static List<String> told(LogSearch search) {
    return search.hits()
        .stream()
        .map(hit -> hit.source().task() + "." + hit.source().attempt() + ":" + hit.line())
        .toList();
  }

  @Test void a_search_that_goes_on_finds_each_line_once() {
    log(0, 1, 0, "error\nfine\nerr");
    log(0, 1, 1, "or\n");
    log(0, 2, 0, "fine\n");
    log(3, 1, 0, "fine\nan error without an end");

    List<String> all = new ArrayList<>();
    LogPosition next = LogPosition.BEGIN;
    while (next != null) {
      LogSearch part = search(1, LogPosition.parse(next == LogPosition.BEGIN ? null : next.text()));
      all.addAll(told(part));
      next = part.next();
    }

    assertThat(all).containsExactly("0.1:1", "0.1:3", "3.1:2").isEqualTo(told(search(100, LogPosition.BEGIN)));
  }

  @Test void a_cursor_that_was_not_issued_here_is_refused() {
    for (String forged : List.of("", "1", "1.1.1", "1.1.1.x", "-5.1.1.1", "1.1.1.1.1", "9999999999.1.1.1", "1; DROP")) {
      assertThatThrownBy(() -> LogPosition.parse(forged)).as(forged)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("Expected the cursor of the answer before");
    }
  }
}
