package io.tidemill.store.conformance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.runtime.port.Journal.Head;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JournalTest extends StoreContract {
  @Test void a_new_partition_begins_before_its_first_entry() {
    assertThat(store.journal().head(0)).isEqualTo(new Head(0, 0));
    assertThat(store.journal().entry(0, 1)).isNull();
    assertThat(store.journal().entries(0, 0, 10)).isEmpty();
  }

  @Test void an_entry_is_written_and_moves_the_head() throws Exception {
    Taken taken = take(1);
    assertThat(store.journal().append(List.of(entry(taken, 1, "one")))).containsExactly(true);
    assertThat(store.journal().head(1)).isEqualTo(new Head(1, 2));
    JournalEntry read = requireNonNull(store.journal().entry(1, 2));
    assertThat(read.epoch()).isEqualTo(1);
    assertThat(read.partition()).isEqualTo(1);
    assertThat(text(read.facts())).isEqualTo("one");
    assertThat(read.values()).isEmpty();
  }

  @Test void nothing_is_a_batch_too() throws Exception {
    assertThat(store.journal().append(List.of())).isEmpty();
  }

  @Test void an_entry_may_hold_no_facts() throws Exception {
    Taken taken = take(0);
    assertThat(store.journal().append(List.of(entry(taken, 1, "")))).containsExactly(true);
    assertThat(requireNonNull(store.journal().entry(0, 2)).facts()).isEmpty();
  }

  @Test void an_owner_of_an_older_epoch_is_fenced() throws Exception {
    Taken old = take(0);
    take(0);
    assertThat(store.journal().append(List.of(entry(old, 1, "late")))).containsExactly(false);
    JournalEntry inPlace = new JournalEntry(0, old.epoch(), old.sequence() + 2, bytes("late"), List.of());
    assertThat(store.journal().append(List.of(inPlace))).containsExactly(false);
    assertThat(store.journal().head(0)).isEqualTo(new Head(2, 2));
  }

  @Test void an_epoch_that_has_not_come_is_fenced() throws Exception {
    Taken taken = take(0);
    assertThat(store.journal().append(List.of(new JournalEntry(0, taken.epoch() + 1, 2, bytes("early"), List.of()))))
        .containsExactly(false);
  }

  @Test void an_entry_that_does_not_follow_the_head_is_fenced() throws Exception {
    Taken taken = take(0);
    store.journal().append(List.of(entry(taken, 1, "one")));
    assertThat(store.journal().append(List.of(entry(taken, 1, "again")))).containsExactly(false);
    assertThat(store.journal().append(List.of(entry(taken, 3, "too far")))).containsExactly(false);
    assertThat(store.journal().head(0)).isEqualTo(new Head(1, 2));
    assertThat(text(requireNonNull(store.journal().entry(0, 2)).facts())).isEqualTo("one");
  }

  @Test void of_two_writers_of_the_same_number_one_is_fenced() throws Exception {
    Taken taken = take(0);
    try (Store second = database.open()) {
      assertThat(second.journal().append(List.of(entry(taken, 1, "second")))).containsExactly(true);
      assertThat(store.journal().append(List.of(entry(taken, 1, "first")))).containsExactly(false);
      assertThat(text(requireNonNull(store.journal().entry(0, 2)).facts())).isEqualTo("second");
    }
  }

  @Test void racing_writers_write_each_number_once() throws Exception {
    Taken taken = take(0);
    try (Store second = database.open()) {
      List<Thread> threads = new ArrayList<>();
      int[] written = new int[2];
      for (int i = 0; i < 2; i++) {
        int me = i;
        Store mine = i == 0 ? store : second;
        threads.add(Thread.ofVirtual().start(() -> written[me] = race(mine, taken)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(written[0] + written[1]).isEqualTo(100);
      assertThat(store.journal().head(0)).isEqualTo(new Head(1, 101));
      assertThat(store.journal().entries(0, 0, 1000)).extracting(JournalEntry::sequence).hasSize(101).isSorted();
    }
  }

  private static int race(Store store, Taken taken) {
    int written = 0;
    for (int i = 1; i <= 100; i++) {
      try {
        written += store.journal().append(List.of(entry(taken, i, "race")))[0] ? 1 : 0;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    return written;
  }

  @Test void of_a_batch_the_fenced_entries_are_left_out_alone() throws Exception {
    Taken a = take(0);
    Taken b = take(1);
    Taken c = take(2);
    take(1);
    boolean[] written = store.journal()
        .append(List.of(entry(c, 1, "c", new ValueBlock(3, bytes("vc"))),
            entry(b, 1, "b", new ValueBlock(2, bytes("vb"))), entry(a, 1, "a", new ValueBlock(1, bytes("va")))));
    assertThat(written).containsExactly(true, false, true);
    assertThat(store.journal().head(0)).isEqualTo(new Head(1, 2));
    assertThat(store.journal().head(1)).isEqualTo(new Head(2, 2));
    assertThat(store.journal().head(2)).isEqualTo(new Head(1, 2));
    assertThat(store.values().read(1)).isEqualTo(bytes("va"));
    assertThat(store.values().read(2)).isNull();
    assertThat(store.values().read(3)).isEqualTo(bytes("vc"));
  }

  @Test void an_entry_of_an_unknown_partition_is_not_written() throws Exception {
    Taken taken = take(0);
    assertThat(store.journal()
        .append(List.of(new JournalEntry(99, 0, 1, bytes("?"), List.of()), entry(taken, 1, "known"))))
        .containsExactly(false, true);
    assertThatThrownBy(() -> store.journal().head(99)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("99");
  }

  @Test void an_append_in_doubt_is_settled_by_reading_back_and_the_same_bytes_again() throws Exception {
    Taken taken = take(0);
    JournalEntry entry = entry(taken, 1, "doubt", new ValueBlock(9, bytes("v")));
    assertThat(store.journal().head(0).sequence()).isEqualTo(1);
    assertThat(store.journal().entry(0, 2)).isNull();
    assertThat(store.journal().append(List.of(entry))).containsExactly(true);
    assertThat(store.journal().append(List.of(entry))).containsExactly(false);
    assertThat(requireNonNull(store.journal().entry(0, 2)).facts()).isEqualTo(entry.facts());
    assertThat(store.journal().head(0)).isEqualTo(new Head(1, 2));
  }

  @Test void entries_come_in_order_page_by_page() throws Exception {
    Taken taken = take(0);
    for (int i = 1; i <= 7; i++) {
      store.journal().append(List.of(entry(taken, i, "e" + i)));
    }
    assertThat(store.journal().entries(0, 0, 3)).extracting(JournalEntry::sequence).containsExactly(1L, 2L, 3L);
    assertThat(store.journal().entries(0, 3, 3)).extracting(JournalEntry::sequence).containsExactly(4L, 5L, 6L);
    assertThat(store.journal().entries(0, 6, 3)).extracting(e -> text(e.facts())).containsExactly("e6", "e7");
    assertThat(store.journal().entries(0, 8, 3)).isEmpty();
  }

  @Test void facts_and_values_of_any_size_come_back_as_they_were() throws Exception {
    Taken taken = take(0);
    long distance = 1;
    for (int size : new int[]{0, 1, 5_000, 256 * 1024, 256 * 1024 + 1, 600_000, 3_000_000}) {
      byte[] random = new byte[size];
      new Random(size).nextBytes(random);
      byte[] facts = Arrays.copyOf(random, Math.min(size, 1_500_000));
      JournalEntry entry = new JournalEntry(0, 1, 1 + distance, facts,
          List.of(new ValueBlock(distance * 2, random), new ValueBlock(distance * 2 + 1, facts)));
      assertThat(store.journal().append(List.of(entry))).containsExactly(true);
      assertThat(requireNonNull(store.journal().entry(0, 1 + distance)).facts()).isEqualTo(facts);
      assertThat(store.values().read(distance * 2)).isEqualTo(random);
      assertThat(store.values().read(distance * 2 + 1)).isEqualTo(facts);
      distance++;
    }
    assertThat(store.values().read(1_000)).isNull();
  }

  @Test void what_was_appended_is_there_after_opening_again() throws Exception {
    Taken taken = take(3);
    store.journal().append(List.of(entry(taken, 1, "kept", new ValueBlock(-5, bytes("value")))));
    store.close();
    store = database.open();
    assertThat(store.journal().head(3)).isEqualTo(new Head(1, 2));
    assertThat(text(requireNonNull(store.journal().entry(3, 2)).facts())).isEqualTo("kept");
    assertThat(store.values().read(-5)).isEqualTo(bytes("value"));
  }
}
