package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import io.tidemill.dsl.Dag;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.TaskReady;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledGraphs;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.codec.EntryEncoder;
import io.tidemill.runtime.codec.SnapshotChunk;
import io.tidemill.runtime.codec.SnapshotEncoder;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.StoreException;
import io.tidemill.runtime.wire.Frame;
import io.tidemill.runtime.wire.WireFact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// One DAG of a partition cannot be recovered: it alone is left out.
class RecoveryTest {
  private static final int BAD = 1;
  private static final int GOOD = 2;
  private static final int PARTITION = 5;
  private static final Value NOTHING = Value.inline("{}".getBytes(StandardCharsets.UTF_8), "");
  private static final CompiledGraph PLAN = CompiledGraph.of(1, "bundle",
      Dag.define("any", d -> d.task("a").exec(ctx -> {})).graph());

  private final CompiledGraphs graphs = (dag, version) -> switch (version) {
    case 1 -> PLAN;
    case 2 -> throw new IllegalArgumentException("Expected the JSON of a graph, but found rubbish");
    case 3 -> throw new StoreException("The database is away", new IllegalStateException());
    default -> throw new StackOverflowError("deep");
  };

  private Recovery recovery(Set<Integer> keptApart) {
    return new Recovery(graphs, keptApart, Set.of(BAD, GOOD));
  }

  private static RunCreated created(int dag, int run, int version) {
    return new RunCreated(dag, run, version, null, NOTHING, new Trigger.Manual("test"));
  }

  private static JournalEntry entry(long sequence, Fact... facts) {
    EntryEncoder encoder = new EntryEncoder();
    encoder.add(List.of(facts), 1_000 + sequence);
    return new JournalEntry(PARTITION, 1, sequence, encoder.finish(), List.of());
  }

  private static List<RunChunk> snapshot(int dag, long number) {
    RunState run = new RunState(dag, number, PLAN, null, NOTHING, new Trigger.Manual("test"), 500);
    return SnapshotEncoder.all(run)
        .stream()
        .map(chunk -> new RunChunk(PARTITION, dag, number, chunk.number(), chunk.bytes()))
        .toList();
  }

  private static void assertGoodAlone(Recovery recovery, String... why) {
    assertThat(recovery.leftOut()).containsOnlyKeys(BAD);
    assertThat(recovery.leftOut().get(BAD)).contains("partition 5").contains(why);
    assertThat(recovery.state().dags()).containsOnlyKeys(GOOD);
    assertThat(recovery.state().suspended()).containsExactly(BAD);
    assertThat(recovery.state().existing(GOOD, 1).state(0)).isEqualTo(TaskState.READY);
    assertThat(recovery.state().timers()).isEmpty();
  }

  @Test void a_graph_that_cannot_be_read_leaves_its_dag_out() {
    Recovery recovery = recovery(Set.of());
    recovery.projected(6);
    recovery.entry(entry(7, created(BAD, 1, 2), created(GOOD, 1, 1)));
    recovery.entry(entry(8, new TaskReady(BAD, 1, 0), new TaskReady(GOOD, 1, 0)));

    assertGoodAlone(recovery, "entry 7", "rubbish");
    assertThat(recovery.marks()).containsExactly(Map.entry(BAD, SnapshotEncoder.heldAt(6L)));
    assertThat(recovery.last()).isEqualTo(8);
    assertThat(recovery.tables()).isEqualTo(6);
    assertThat(recovery.state().lastTime()).isEqualTo(1_008);
  }

  @Test void a_fact_that_does_not_fit_the_state_leaves_its_dag_out() {
    Recovery recovery = recovery(Set.of());
    recovery.projected(6);
    recovery.entry(entry(7, created(BAD, 1, 1), created(GOOD, 1, 1), new TaskReady(BAD, 1, 0)));
    recovery.entry(entry(8, new TaskReady(BAD, 9, 0), new TaskReady(GOOD, 1, 0)));

    assertGoodAlone(recovery, "entry 8", "Expected run 1/9 to be in memory");
    assertThat(recovery.state().dirtyRuns()).extracting(RunState::dag).containsExactly(GOOD);
  }

  @Test void a_recursion_without_end_leaves_its_dag_out() {
    Recovery recovery = recovery(Set.of());
    recovery.projected(0);
    recovery.entry(entry(1, created(BAD, 1, 4), created(GOOD, 1, 1), new TaskReady(GOOD, 1, 0)));

    assertGoodAlone(recovery, "entry 1", "StackOverflowError");
  }

  @Test void a_fact_of_a_newer_program_leaves_its_dag_out() throws IOException {
    WireFact unknown = WireFact.newBuilder()
        .setRun(1)
        .setUnknownFields(UnknownFieldSet.newBuilder()
            .addField(900, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build())
        .build();
    byte[] frame = Frame.newBuilder().setDag(BAD).setAt(1).addFacts(unknown).build().toByteArray();
    CRC32C crc = new CRC32C();
    crc.update(frame);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeUInt32NoTag(frame.length);
    out.writeFixed32NoTag((int) crc.getValue());
    out.flush();
    bytes.writeBytes(frame);
    bytes.writeBytes(entry(1, created(GOOD, 1, 1), new TaskReady(GOOD, 1, 0)).facts());

    Recovery recovery = recovery(Set.of());
    recovery.projected(0);
    recovery.entry(new JournalEntry(PARTITION, 1, 1, bytes.toByteArray(), List.of()));

    assertGoodAlone(recovery, "entry 1", "a newer program wrote it: run that one");
  }

  @Test void a_snapshot_that_cannot_be_read_leaves_its_dag_out() {
    Recovery recovery = recovery(Set.of());
    snapshot(BAD, 1).forEach(recovery::chunk);
    recovery.chunk(new RunChunk(PARTITION, BAD, 2, 0, new byte[]{0, 10, 100}));
    recovery.chunk(new RunChunk(PARTITION, BAD, 3, 0, new byte[]{0, 10, 100}));
    snapshot(GOOD, 1).forEach(recovery::chunk);
    recovery.projected(6);
    recovery.entry(entry(7, new TaskReady(GOOD, 1, 0)));

    assertGoodAlone(recovery, "the snapshot of its run 2");
  }

  @Test void a_damaged_entry_leaves_out_whoever_may_have_facts_in_it() {
    Recovery recovery = recovery(Set.of());
    recovery.projected(0);
    recovery.entry(entry(1, created(GOOD, 1, 1)));
    byte[] damaged = entry(2, new TaskReady(GOOD, 1, 0)).facts();
    damaged[damaged.length - 1] ^= 1;
    recovery.entry(new JournalEntry(PARTITION, 1, 2, damaged, List.of()));
    recovery.entry(entry(3, created(3, 1, 1)));

    assertThat(recovery.leftOut()).containsOnlyKeys(BAD, GOOD);
    assertThat(recovery.leftOut().get(GOOD)).contains("damaged entry 2", "restore the database from a backup");
    assertThat(recovery.state().dags()).as("made after the damage").containsOnlyKeys(3);
  }

  @Test void a_database_that_does_not_answer_is_nobodys_fault() {
    Recovery recovery = recovery(Set.of());
    recovery.projected(0);

    assertThatThrownBy(() -> recovery.entry(entry(1, created(BAD, 1, 3)))).isInstanceOf(StoreException.class);
    assertThat(recovery.leftOut()).isEmpty();
  }

  @Test void of_a_dag_that_was_left_out_before_the_journal_is_read_from_where_its_snapshots_are() {
    Recovery recovery = recovery(Set.of());
    recovery.chunk(new RunChunk(PARTITION, BAD, 0, SnapshotChunk.HELD, SnapshotEncoder.heldAt(2L)));
    snapshot(BAD, 1).forEach(recovery::chunk);
    snapshot(GOOD, 1).forEach(recovery::chunk);
    assertThat(recovery.projected(4)).isEqualTo(2);
    recovery.entry(entry(3, new TaskReady(BAD, 1, 0), created(GOOD, 1, 1)));
    recovery.entry(entry(4, created(BAD, 2, 1)));
    recovery.entry(entry(5, new TaskReady(GOOD, 1, 0)));

    assertThat(recovery.leftOut()).isEmpty();
    assertThat(recovery.state().existing(BAD, 1).state(0)).isEqualTo(TaskState.READY);
    assertThat(recovery.state().existing(BAD, 2).state(0)).isEqualTo(TaskState.WAITING);
    assertThat(recovery.state().existing(GOOD, 1).state(0)).isEqualTo(TaskState.READY);
    assertThat(recovery.marks()).containsExactly(Map.entry(BAD, SnapshotEncoder.heldAt(null)));
  }

  @Test void a_dag_that_was_left_out_is_not_tried_again_while_it_is_quarantined() {
    Recovery recovery = recovery(Set.of(BAD));
    recovery.chunk(new RunChunk(PARTITION, BAD, 0, SnapshotChunk.HELD, SnapshotEncoder.heldAt(2L)));
    snapshot(BAD, 1).forEach(recovery::chunk);
    snapshot(GOOD, 1).forEach(recovery::chunk);
    assertThat(recovery.projected(4)).isEqualTo(4);
    recovery.entry(entry(5, new TaskReady(BAD, 1, 0), new TaskReady(GOOD, 1, 0)));

    assertThat(recovery.leftOut()).isEmpty();
    assertThat(recovery.state().dags()).containsOnlyKeys(GOOD);
    assertThat(recovery.marks()).isEmpty();
  }

  @Test void a_dag_that_was_left_out_and_fails_again_keeps_the_entry_its_snapshots_are_of() {
    Recovery recovery = recovery(Set.of());
    recovery.chunk(new RunChunk(PARTITION, BAD, 0, SnapshotChunk.HELD, SnapshotEncoder.heldAt(2L)));
    snapshot(GOOD, 1).forEach(recovery::chunk);
    recovery.projected(4);
    recovery.entry(entry(3, created(BAD, 1, 2)));
    recovery.entry(entry(5, new TaskReady(GOOD, 1, 0)));

    assertGoodAlone(recovery, "entry 3");
    assertThat(recovery.marks()).isEmpty();
  }

  @Test void whoever_wants_all_of_the_state_is_told_that_it_cannot_be_had() {
    Recovery strict = new Recovery(graphs);
    strict.projected(0);

    assertThatThrownBy(() -> strict.entry(entry(1, created(BAD, 1, 2)))).hasMessageContaining("rubbish");
  }
}
