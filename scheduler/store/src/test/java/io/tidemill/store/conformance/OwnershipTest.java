package io.tidemill.store.conformance;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.runtime.port.Journal.Head;
import io.tidemill.runtime.port.JournalBrokenException;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.Member;
import io.tidemill.runtime.port.Member.Listener;
import io.tidemill.runtime.port.Ownership.Lease;
import io.tidemill.runtime.port.Ownership.Owner;
import io.tidemill.runtime.port.Ownership.Reader;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.Projections.Batch;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnershipTest extends StoreContract {
  @Test void a_take_over_raises_the_epoch_and_appends_its_entry() {
    List<Taken> taken = store.ownership()
        .take(List.of(2, 0), "node",
            (partition, epoch) -> bytes("taken " + partition + " " + epoch));
    assertThat(taken).containsExactlyInAnyOrder(new Taken(0, 1, 1), new Taken(2, 1, 1));
    assertThat(store.journal().head(2)).isEqualTo(new Head(1, 1));
    JournalEntry first = requireNonNull(store.journal().entry(2, 1));
    assertThat(text(first.facts())).isEqualTo("taken 2 1");
    assertThat(first.epoch()).isEqualTo(1);
    assertThat(store.journal().head(1)).isEqualTo(new Head(0, 0));
  }

  @Test void a_second_take_over_follows_the_first_and_fences_its_projections_too() throws Exception {
    Taken first = take(0);
    store.journal().append(List.of(entry(first, 1, "work")));
    Taken second = take(0);
    assertThat(second).isEqualTo(new Taken(0, 2, 3));
    assertThat(store.projections().write(moves(new Move(0, 1, 0, 2)))).containsExactly(false);
    assertThat(store.projections().write(moves(new Move(0, 2, 0, 2)))).containsExactly(true);
  }

  private static Member member(String node, String place) {
    return new Member(node, place, "host-1", "1.2", true, new Listener("host-1:7001", "aa"),
        new Listener("host-1:7002", "bb"), "host-1:5701", 1_700_000_000_000L);
  }

  private Owner owner(int partition) {
    return store.ownership().clusterState().owners().get(partition);
  }

  @Test void each_partition_has_its_owner_or_none() {
    store.ownership().take(List.of(1, 3), "node", (_, _) -> bytes(""));
    assertThat(store.ownership().clusterState().owners()).hasSize(store.partitions())
        .contains(new Owner(0, 0, null, false), new Owner(1, 1, "node", false), new Owner(3, 1, "node", false));
  }

  @Test void an_owner_lives_as_long_as_its_lease_lasts_and_no_longer_once_it_leaves() {
    store.ownership().take(List.of(1), "node", (_, _) -> bytes(""));
    store.ownership().renew(member("node", "here"), Duration.ofMinutes(1));
    store.ownership().renew(member("node", "here"), Duration.ofMinutes(1));
    assertThat(owner(1)).isEqualTo(new Owner(1, 1, "node", true));

    store.ownership().leave("node");
    assertThat(owner(1)).isEqualTo(new Owner(1, 1, "node", false));
    assertThat(store.ownership().clusterState().live()).isEmpty();
  }

  @Test void a_scheduler_is_seen_as_it_introduced_itself_last() {
    Member self = member("node", "here");
    store.ownership().renew(self, Duration.ofMinutes(1));
    Member later = new Member(self.node(), self.place(), self.host(), self.version(), self.exclusive(),
        new Listener("host-1:8001", "cc"), self.agents(), "", self.started());
    store.ownership().renew(later, Duration.ofMinutes(1));

    List<Lease> members = store.ownership().clusterState().members();
    assertThat(members).hasSize(1);
    assertThat(members.getFirst().member()).isEqualTo(later);
    assertThat(members.getFirst().lasts()).isTrue();
    assertThat(Math.abs(members.getFirst().clockOffset())).isLessThan(60_000);
  }

  @Test void a_lease_that_is_not_renewed_ends_by_itself() {
    assumeThat(kind).as("a database of one process").isNotEqualTo(TestDatabase.Kind.H2);
    store.ownership().take(List.of(1), "node", (_, _) -> bytes(""));
    store.ownership().renew(member("node", "here"), Duration.ofMillis(50));
    await().atMost(60, SECONDS).until(() -> !owner(1).lives());
    assertThat(store.ownership().clusterState().members()).as("still told, for people").hasSize(1);
    assertThat(store.ownership().clusterState().live()).isEmpty();

    store.ownership().renew(member("node", "here"), Duration.ofMinutes(1));
    assertThat(owner(1).lives()).isTrue();
  }

  @Test void a_scheduler_ends_the_leases_of_earlier_ones_at_its_place_and_of_no_other() {
    assumeThat(kind).as("a database of one process").isNotEqualTo(TestDatabase.Kind.H2);
    store.ownership().renew(member("elsewhere", "there"), Duration.ofMinutes(1));
    store.ownership().renew(member("before", "here"), Duration.ofMinutes(1));
    store.ownership().renew(member("now", "here"), Duration.ofMinutes(1));

    assertThat(store.ownership().clusterState().live()).extracting(Member::node).containsExactly("elsewhere", "now");
  }

  @Test void what_is_released_has_no_owner_unless_somebody_took_it_meanwhile() {
    take(0);
    take(1);
    store.ownership().take(List.of(2), "another", (_, _) -> bytes(""));
    take(0);
    store.ownership().release(Map.of(0, 1L, 1, 1L, 2, 1L), "node");

    assertThat(owner(0)).as("taken again in a later epoch").isEqualTo(new Owner(0, 2, "node", false));
    assertThat(owner(1)).isEqualTo(new Owner(1, 1, null, false));
    assertThat(owner(2)).isEqualTo(new Owner(2, 1, "another", false));
  }

  @Test void a_partition_nobody_knows_is_refused_and_nothing_is_taken() {
    assertThatThrownBy(() -> store.ownership().take(List.of(0, 77), "node", (_, _) -> bytes("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("77");
    assertThat(store.journal().head(0)).isEqualTo(new Head(0, 0));
  }

  @Test void a_first_entry_that_fails_leaves_everything_as_it_was() {
    assertThatThrownBy(() -> store.ownership().take(List.of(0, 1), "node", (partition, _) -> {
      if (partition == 1) {
        throw new IllegalStateException("no facts");
      }
      return bytes("");
    })).isInstanceOf(IllegalStateException.class).hasMessage("no facts");
    assertThat(store.journal().head(0)).isEqualTo(new Head(0, 0));
  }

  @Test void recovery_reads_snapshots_then_the_mark_then_the_tail_in_order() throws Exception {
    Taken taken = take(0);
    for (int i = 1; i <= 5; i++) {
      store.journal().append(List.of(entry(taken, i, "e" + i)));
    }
    List<RunChunk> chunks = List.of(chunk(0, 2, 1, 1), chunk(0, 1, 10, 0), chunk(0, 2, 1, 0), chunk(0, 1, 0, 0),
        chunk(0, 1, 9, 0));
    store.projections()
        .write(new Batch(List.of(new Move(0, 1, 0, 4)), chunks, List.of(), List.of(), List.of(),
            List.of(), List.of()));
    Story story = new Story();
    assertThat(store.ownership().recover(taken, story)).isTrue();
    assertThat(story.lines).containsExactly("chunk 1/0/0", "chunk 1/9/0", "chunk 1/10/0", "chunk 2/1/0", "chunk 2/1/1",
        "projected 4", "entry 5 e4", "entry 6 e5");
  }

  @Test void recovery_reads_entries_before_the_mark_too_if_the_reader_wants_them() throws Exception {
    Taken taken = take(0);
    for (int i = 1; i <= 3; i++) {
      store.journal().append(List.of(entry(taken, i, "e" + i)));
    }
    store.projections().write(moves(new Move(0, 1, 0, 3)));
    Story story = new Story(1);
    assertThat(store.ownership().recover(taken, story)).isTrue();
    assertThat(story.lines).containsExactly("projected 3", "entry 2 e1", "entry 3 e2", "entry 4 e3");
    database.lose(0, 2);
    assertThatThrownBy(() -> store.ownership().recover(taken, new Story(1))).isInstanceOf(JournalBrokenException.class)
        .hasMessageContaining("Expected entry 2 of partition 0, but found entry 3");
  }

  @Test void recovery_of_a_fresh_partition_reads_its_first_entry() {
    Taken taken = take(1);
    Story story = new Story();
    assertThat(store.ownership().recover(taken, story)).isTrue();
    assertThat(story.lines).containsExactly("projected 0", "entry 1 taken 1");
  }

  @Test void recovery_is_refused_to_an_owner_of_before() {
    Taken old = take(0);
    take(0);
    Story story = new Story();
    assertThat(store.ownership().recover(old, story)).isFalse();
    assertThat(story.lines).isEmpty();
  }

  @Test void recovery_refuses_a_gap_in_the_journal() throws Exception {
    Taken taken = take(0);
    store.journal().append(List.of(entry(taken, 1, "one")));
    store.journal().append(List.of(entry(taken, 2, "two")));
    database.lose(0, 2);
    assertThatThrownBy(() -> store.ownership().recover(taken, new Story())).isInstanceOf(JournalBrokenException.class)
        .hasMessageContaining("Expected entry 2 of partition 0, but found entry 3");
  }

  @Test void recovery_refuses_a_journal_that_ends_before_its_head() throws Exception {
    Taken taken = take(0);
    store.journal().append(List.of(entry(taken, 1, "one")));
    database.lose(0, 2);
    assertThatThrownBy(() -> store.ownership().recover(taken, new Story())).isInstanceOf(JournalBrokenException.class)
        .hasMessageContaining("Expected entry 2 of partition 0")
        .hasMessageContaining("end of its journal");
  }

  private static Batch moves(Move... moves) {
    return new Batch(List.of(moves), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static RunChunk chunk(int partition, int dag, long run, int chunk) {
    return new RunChunk(partition, dag, run, chunk, bytes("state"));
  }

  /// What a reader was told.
  private static final class Story implements Reader {
    private final List<String> lines = new ArrayList<>();
    private final long from;

    Story() {
      this(Long.MAX_VALUE);
    }

    /// @param from entry behind which it wants the journal
    Story(long from) {
      this.from = from;
    }

    @Override public void chunk(RunChunk chunk) {
      lines.add("chunk " + chunk.dag() + "/" + chunk.run() + "/" + chunk.chunk());
    }

    @Override public long projected(long sequence) {
      lines.add("projected " + sequence);
      return Math.min(sequence, from);
    }

    @Override public void entry(JournalEntry entry) {
      lines.add("entry " + entry.sequence() + " " + text(entry.facts()));
    }
  }
}
