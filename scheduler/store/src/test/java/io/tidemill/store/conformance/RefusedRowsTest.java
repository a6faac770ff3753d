package io.tidemill.store.conformance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.NoAgents;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.codec.EntryEncoder;
import io.tidemill.runtime.port.Catalog.Bundle;
import io.tidemill.runtime.port.Catalog.Candidate;
import io.tidemill.runtime.port.Catalog.Cause;
import io.tidemill.runtime.port.DataRefusedException;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.Projections.Batch;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.RunStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The journal holds a run of which the query tables refuse the row, here since its key is that of another run of the DAG: the DAG
/// is quarantined, and all others go on.
@SuppressWarnings("NullAway.Init") // set before each test
class RefusedRowsTest extends StoreContract {
  private static final String GRAPH = """
      {"dag":"any","doc":"","groups":[],"owner":"","overlap":{"limit":0,"policy":"QUEUE_LATEST"},"params":[],"runDeadlineMillis":0,"schedules":[],"schema":1,"tags":[],
      "tasks":[{"allowFailure":false,"cpuBound":false,"doc":"","edges":[],"group":"","id":"a","isolated":false,"joinRule":"ALL_SUCCESS",
      "kind":"TASK","labels":[],"onAgentLost":"RETRY","place":"A.java:1","pool":"","preferred":[],"priority":0,"queue":"","resultType":"void",
      "retry":{"attempts":1,"delayMillis":0,"factor":1.0,"jitter":0.0,"maxDelayMillis":0},"shard":null,
      "timeouts":{"attemptMillis":0,"queueMillis":0,"totalMillis":0},"variants":[]}]}""";
  private static final Value NOTHING = Value.inline(bytes("{}"), "");
  private static final Trigger BY_HAND = new Trigger.Manual("test");

  private int bad;
  private int good;
  private int other;
  private long now = 1_000_000;
  private int commands;
  private SchedulerNode node;

  @BeforeEach void aRunInTheJournalThatNoTableTakes() throws Exception {
    bad = store.catalog().dag("bad", 0).number();
    good = store.catalog().dag("good", 0).number();
    other = store.catalog().dag("other", 1).number();
    store.catalog()
        .deploy(new Bundle("one", "one.jar", bytes("one")),
            List.of(new Candidate(bad, Candidate.ANY, "one", GRAPH), new Candidate(good, Candidate.ANY, "one", GRAPH),
                new Candidate(other, Candidate.ANY, "one", GRAPH)),
            new Cause("deploy", "ann"));
    start();
    create(bad, "same");

    Taken taken = store.ownership().take(List.of(0), "another", (_, _) -> new byte[0]).getFirst();
    EntryEncoder entry = new EntryEncoder();
    entry.add(List.<Fact>of(new RunCreated(bad, 2, 1, "same", NOTHING, BY_HAND),
        new RunCreated(good, 1, 1, "same", NOTHING, BY_HAND)), now);
    assertThat(store.journal()
        .append(List.of(new JournalEntry(0, taken.epoch(), taken.sequence() + 1, entry.finish(), List.of()))))
        .containsExactly(true);
    start();
  }

  private void start() {
    node = new SchedulerNode("node", store, new NoAgents());
    node.acquire(List.of(0, 1), now);
    step();
  }

  private void step() {
    for (int i = 0; i < 5; i++) {
      node.stepPartition(0, now++, now);
      node.stepPartition(1, now++, now);
      node.stepWriter();
      node.stepProjector();
      node.stepWriter();
    }
  }

  private void create(int dag, @Nullable String key) {
    Reply[] answer = new Reply[1];
    CreateRun create = new CreateRun(dag, 1, key, NOTHING, BY_HAND);
    node.submit(dag == other ? 1 : 0, new CommandReceived("command-" + ++commands, create), List.of(),
        new Completion() {
          @Override public void durable(@Nullable Reply reply) {
            answer[0] = requireNonNull(reply);
          }

          @Override public void dropped(String reason) {
            throw new AssertionError(reason);
          }
        });
    step();
    assertThat(answer[0]).isInstanceOf(RunAccepted.class);
  }

  private List<Long> runs(int dag) {
    return store.queries().runs(dag, List.of(), null, 10).stream().map(RunRow::run).sorted().toList();
  }

  @Test void its_dag_is_quarantined_with_the_reason_and_the_tables_of_all_others_go_on() {
    assertThat(requireNonNull(node.quarantined(bad)).reason()).contains("query tables");
    assertThat(store.quarantines().all()).extracting(trouble -> trouble.dag()).containsExactly(bad);
    create(good, "another");
    create(other, null);

    assertThat(runs(good)).containsExactly(1L, 2L);
    assertThat(runs(other)).containsExactly(1L);
    assertThat(runs(bad)).containsExactly(1L);
    assertThat(node.projected(0)).isEqualTo(node.durable(0));
  }

  @Test void they_go_on_too_when_the_scheduler_starts_anew() {
    start();
    create(good, "another");

    assertThat(node.quarantined(bad)).isNotNull();
    assertThat(node.quarantined(good)).isNull();
    assertThat(runs(good)).containsExactly(1L, 2L);
    assertThat(node.projected(0)).isEqualTo(node.durable(0));
  }

  @Test void resuming_it_before_it_is_mended_quarantines_it_again_and_nobody_else() {
    assertThat(resume(bad)).isTrue();
    step();

    assertThat(node.quarantined(bad)).isNotNull();
    create(good, "another");
    assertThat(runs(good)).containsExactly(1L, 2L);
  }

  @Test void nothing_of_it_is_lost_it_comes_back_whole_once_the_tables_take_it() {
    assertThat(store.ownership().take(List.of(0), "another", (_, _) -> new byte[0])).hasSize(1);
    write(0, List.of(RunRows.run(0, bad, 1, RunStatus.RUNNING, null, 5)));
    start();
    assertThat(resume(bad)).isTrue();
    step();

    assertThat(node.quarantined(bad)).isNull();
    assertThat(runs(bad)).containsExactly(1L, 2L);
    create(bad, "third");
    assertThat(runs(bad)).containsExactly(1L, 2L, 3L);
  }

  @Test void rows_that_are_refused_leave_those_beside_them_unwritten_and_rehearsed_rows_are_written_by_nobody() {
    take(2);
    Batch refused = batch(2, List.of(RunRows.run(2, good, 7, RunStatus.RUNNING, null, 5),
        RunRows.run(2, bad, 8, RunStatus.RUNNING, "same", 5)));
    assertThatThrownBy(() -> store.projections().write(refused)).isInstanceOf(DataRefusedException.class);
    assertThatThrownBy(() -> store.projections().rehearse(refused)).isInstanceOf(DataRefusedException.class);
    store.projections().rehearse(batch(2, List.of(RunRows.run(2, good, 7, RunStatus.RUNNING, null, 5))));

    assertThat(runs(good)).doesNotContain(7L);
    assertThat(store.queries().projected(2)).isEqualTo(0);
  }

  private void write(int partition, List<RunRow> rows) {
    assertThat(store.projections().write(batch(partition, rows))).containsExactly(true);
  }

  private Batch batch(int partition, List<RunRow> rows) {
    long at = store.queries().projected(partition);
    return new Batch(List.of(new Move(partition, store.journal().head(partition).epoch(), at, at)), List.of(),
        List.of(), List.of(), rows, List.of(), List.of());
  }

  private boolean resume(int dag) {
    return node.resume(store.catalog().actors().stream().filter(each -> each.number() == dag).findFirst().orElseThrow(),
        1, RequestOrigin.here("Ada"));
  }
}
