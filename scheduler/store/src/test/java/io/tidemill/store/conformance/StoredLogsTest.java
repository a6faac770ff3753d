package io.tidemill.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.runtime.port.Logs.Chunk;
import io.tidemill.runtime.port.Logs.Source;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoredLogsTest extends StoreContract {
  @Test void chunks_of_an_attempt_come_in_order_page_by_page() {
    store.logs().append(List.of(chunk(0, -1, 1, 2, "c"), chunk(0, -1, 1, 0, "a"), chunk(0, -1, 2, 0, "other")));
    store.logs().append(List.of(chunk(0, -1, 1, 1, "b")));
    assertThat(store.logs().read(1, 1, 0, -1, 1, -1, 10)).extracting(c -> text(c.text()))
        .containsExactly("a", "b", "c");
    assertThat(store.logs().read(1, 1, 0, -1, 1, 0, 1)).extracting(Chunk::sequence).containsExactly(1L);
    assertThat(store.logs().read(1, 1, 0, -1, 1, 2, 10)).isEmpty();
    assertThat(store.logs().read(1, 2, 0, -1, 1, -1, 10)).isEmpty();
  }

  @Test void a_chunk_stored_before_stays_as_it_was() {
    store.logs().append(List.of(chunk(0, -1, 1, 0, "first")));
    store.logs().append(List.of(chunk(0, -1, 1, 0, "second"), chunk(0, -1, 1, 1, "next"), chunk(0, -1, 1, 1, "again")));
    assertThat(store.logs().read(1, 1, 0, -1, 1, -1, 10)).extracting(c -> text(c.text()))
        .containsExactly("first",
            "next");
  }

  @Test void sources_tell_which_attempts_logged_how_much() {
    store.logs().append(List.of());
    store.logs()
        .append(List.of(chunk(1, 3, 2, 0, "four"), chunk(1, 3, 1, 0, "two"), chunk(0, -1, 1, 0, "é"),
            chunk(0, -1, 1, 1, "xyz")));
    assertThat(store.logs().sources(1, 1)).containsExactly(new Source(0, -1, 1, 5), new Source(1, 3, 1, 3),
        new Source(1, 3, 2, 4));
    assertThat(store.logs().sources(2, 1)).isEmpty();
  }

  @Test void text_of_any_size_and_kind_comes_back_as_it_was_and_counts_in_full() {
    byte[] noise = new byte[300_000];
    new Random(11).nextBytes(noise);
    List<byte[]> texts = List.of(new byte[0], bytes("x".repeat(1023)), bytes("y".repeat(1024)),
        bytes("a line that comes again\n".repeat(100_000)), noise);
    for (int i = 0; i < texts.size(); i++) {
      store.logs().append(List.of(new Chunk(1, 1, 0, -1, 1, i, texts.get(i))));
    }
    assertThat(store.logs().read(1, 1, 0, -1, 1, -1, 10)).extracting(Chunk::text).containsExactlyElementsOf(texts);
    assertThat(store.logs().sources(1, 1)).containsExactly(
        new Source(0, -1, 1, texts.stream().mapToLong(text -> text.length).sum()));
  }

  private static Chunk chunk(int task, int shard, int attempt, long sequence, String text) {
    return new Chunk(1, 1, task, shard, attempt, sequence, bytes(text));
  }
}
