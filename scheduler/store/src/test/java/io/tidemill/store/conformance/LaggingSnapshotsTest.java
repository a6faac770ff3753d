package io.tidemill.store.conformance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.engine.fact.CancelRequested;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.TaskReady;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.NoAgents;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.codec.EntryEncoder;
import io.tidemill.runtime.port.Catalog.Bundle;
import io.tidemill.runtime.port.Catalog.Candidate;
import io.tidemill.runtime.port.Catalog.Cause;
import io.tidemill.runtime.port.JournalBrokenException;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.Ownership;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.Quarantines.QuarantineEntry;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.StoreException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The journal names a version of one DAG that cannot be read: the DAG is left out of the recovery of its partition, the others
/// go on, and it comes back whole once the version can be read.
@SuppressWarnings("NullAway.Init") // set before each test
class LaggingSnapshotsTest extends StoreContract {
  private int commands;
  private static final String GRAPH = """
      {"dag":"any","doc":"","groups":[],"owner":"","overlap":{"limit":0,"policy":"QUEUE_LATEST"},"params":[],"runDeadlineMillis":0,"schedules":[],"schema":1,"tags":[],
      "tasks":[{"allowFailure":false,"cpuBound":false,"doc":"","edges":[],"group":"","id":"a","isolated":false,"joinRule":"ALL_SUCCESS",
      "kind":"TASK","labels":[],"onAgentLost":"RETRY","place":"A.java:1","pool":"","preferred":[],"priority":0,"queue":"","resultType":"void",
      "retry":{"attempts":1,"delayMillis":0,"factor":1.0,"jitter":0.0,"maxDelayMillis":0},"shard":null,
      "timeouts":{"attemptMillis":0,"queueMillis":0,"totalMillis":0},"variants":[]}]}""";
  private static final Value NOTHING = Value.inline(bytes("{}"), "");

  private int bad;
  private int good;
  private long now = 1_000_000;
  private SchedulerNode node;

  @BeforeEach void aRunOfEachInTheTablesAndTroubleBehindThem() throws Exception {
    bad = store.catalog().dag("bad", 0).number();
    good = store.catalog().dag("good", 0).number();
    deploy(bad, "one");
    deploy(good, "one");
    start();
    assertThat(create(bad, 1)).isInstanceOf(RunAccepted.class);
    assertThat(create(good, 1)).isInstanceOf(RunAccepted.class);

    Taken other = store.ownership().take(List.of(0), "other", (_, _) -> new byte[0]).getFirst();
    append(other, 1, List.of(new CancelRequested(bad, 1, "enough"),
        new RunCreated(good, 2, 1, null, NOTHING, new Trigger.Manual("test"))));
    append(other, 2,
        List.of(new RunCreated(bad, 2, 2, null, NOTHING, new Trigger.Manual("test")), new TaskReady(good, 2, 0)));
    append(other, 3,
        List.of(new TaskReady(bad, 2, 0), new RunCreated(good, 3, 1, null, NOTHING, new Trigger.Manual("test"))));
    start();
  }

  private void deploy(int dag, String hash) {
    store.catalog()
        .deploy(new Bundle(hash, hash + ".jar", bytes(hash)), List.of(new Candidate(dag, Candidate.ANY, hash, GRAPH)),
            new Cause("deploy", "ann"));
  }

  private void append(Taken after, long distance, List<Fact> facts) throws Exception {
    EntryEncoder encoder = new EntryEncoder();
    encoder.add(facts, now);
    assertThat(store.journal()
        .append(List.of(new JournalEntry(0, after.epoch(), after.sequence() + distance, encoder.finish(), List.of()))))
        .containsExactly(true);
  }

  private void start() {
    node = new SchedulerNode("node", store, new NoAgents());
    node.acquire(List.of(0), now);
    step();
  }

  private void step() {
    for (int i = 0; i < 3; i++) {
      node.stepPartition(0, now++, now);
      node.stepWriter();
      node.stepProjector();
      node.stepWriter();
    }
  }

  private @Nullable Reply ask(Input input) {
    Reply[] answer = new Reply[1];
    node.submit(0, input, List.of(), new Completion() {
      @Override public void durable(@Nullable Reply reply) {
        answer[0] = requireNonNull(reply);
      }

      @Override public void dropped(String reason) {
        throw new AssertionError(reason);
      }
    });
    step();
    return answer[0];
  }

  private @Nullable Reply ask(Command command) {
    return ask(new CommandReceived("command-" + ++commands, command));
  }

  private @Nullable Reply create(int dag, int version) {
    return ask(new CreateRun(dag, version, null, NOTHING, new Trigger.Manual("test")));
  }

  private @Nullable TaskState state(int dag, long run) {
    return node.inspect(0, state -> {
      var found = state.run(dag, run);
      return found == null ? null : found.state(0);
    });
  }

  private void mend() {
    deploy(bad, "two");
  }

  private void assertWhole() {
    assertThat(node.quarantined(bad)).isNull();
    assertThat(state(bad, 2)).isEqualTo(TaskState.READY);
    assertThat(node.<Boolean>inspect(0, state -> state.existing(bad, 1).cancelRequested())).isTrue();
    assertThat(node.<Long>inspect(0, state -> state.dag(bad).lastRun())).isEqualTo(2);
  }

  @Test void the_others_go_on_and_what_is_asked_of_it_is_refused_with_place_and_remedy() {
    QuarantineEntry trouble = requireNonNull(node.quarantined(bad));
    assertThat(trouble.reason()).contains("entry 7", "partition 0", "version 2 of DAG " + bad);
    assertThat(store.quarantines().all()).containsExactly(trouble);
    assertThat(node.quarantined(good)).isNull();

    for (Command command : List.of(new CreateRun(bad, 1, null, NOTHING, new Trigger.Manual("test")),
        new CancelRun(bad, 1, null),
        new Rerun(bad, 1, List.of(), true, null))) {
      assertThat(ask(command)).isInstanceOfSatisfying(Refused.class, refused -> {
        assertThat(refused.code()).isEqualTo(Refused.Code.QUARANTINED);
        assertThat(refused.message()).contains("entry 7", "started, cancelled or run again", "resume the DAG");
      });
    }
    assertThat(state(good, 2)).isEqualTo(TaskState.READY);
    assertThat(state(good, 3)).isEqualTo(TaskState.WAITING);
    assertThat(create(good, 1)).isEqualTo(new RunAccepted(good, 4, 1, true));
    assertThat(node.projected(0)).isEqualTo(node.durable(0)).isGreaterThan(7);
  }

  @Test void it_comes_back_whole_once_it_can_be_read_though_the_tables_went_on_and_the_scheduler_started_anew() {
    assertThat(create(good, 1)).isInstanceOf(RunAccepted.class);
    start();
    assertThat(node.quarantined(bad)).isNotNull();
    assertThat(state(bad, 1)).isNull();
    assertThat(state(good, 4)).isEqualTo(TaskState.READY);

    mend();
    assertThat(resume(bad)).isTrue();
    step();

    assertWhole();
    assertThat(store.quarantines().all()).isEmpty();
    assertThat(create(bad, 2)).isEqualTo(new RunAccepted(bad, 3, 2, true));
  }

  @Test void resuming_before_it_is_mended_tries_in_vain_and_changes_nothing() {
    assertThat(resume(bad)).isTrue();
    step();
    assertThat(requireNonNull(node.quarantined(bad)).reason()).contains("entry 7");
    assertThat(create(good, 1)).isInstanceOf(RunAccepted.class);

    mend();
    assertThat(resume(bad)).isTrue();
    step();
    assertWhole();
  }

  @Test void a_scheduler_that_ends_between_resuming_and_the_next_snapshot_changes_nothing() {
    mend();
    assertThat(resume(bad)).isTrue();
    node.stepPartition(0, now, now);
    assertWhole();

    start();
    assertWhole();
  }

  @Test void once_it_is_back_in_the_snapshots_the_journal_before_them_is_not_needed() throws Exception {
    mend();
    resume(bad);
    step();
    for (long lost = 1; lost <= 7; lost++) {
      database.lose(0, lost);
    }

    start();
    assertWhole();
  }

  @Test void an_entry_that_is_damaged_keeps_all_dags_of_its_partition_apart_since_nobody_knows_whose_facts_it_held() {
    mend();
    resume(bad);
    step();
    take(0); // its entry is no entry
    start();

    assertThat(requireNonNull(node.quarantined(bad)).reason()).contains("damaged entry");
    assertThat(requireNonNull(node.quarantined(good)).reason()).contains("damaged", "restore the database");
    int later = store.catalog().dag("later", 0).number();
    deploy(later, "one");
    assertThat(create(later, 1)).isInstanceOf(RunAccepted.class);
  }

  @Test void while_it_is_kept_apart_the_journal_behind_its_snapshots_is_still_needed() throws Exception {
    assertThat(create(good, 1)).isInstanceOf(RunAccepted.class);
    database.lose(0, 5);
    mend();
    resume(bad);
    assertThatThrownBy(this::step)
        .isInstanceOf(JournalBrokenException.class);
  }

  @Test void a_database_that_does_not_answer_when_it_is_resumed_is_asked_again_later_and_the_others_come_back_too() {
    boolean[] away = new boolean[1];
    node = new SchedulerNode("node", answeringUnless(away), new NoAgents());
    node.acquire(List.of(0), now);
    step();
    mend();
    assertThat(resume(bad)).isTrue();
    away[0] = true;

    step();
    assertThat(state(good, 2)).isNull();
    assertThat(node.nextDue(0)).isGreaterThan(now);
    away[0] = false;
    now = node.nextDue(0);
    step();

    assertWhole();
    assertThat(create(good, 1)).isInstanceOf(RunAccepted.class);
  }

  /// The store of this test, but nobody can take a partition while it is away.
  private Store answeringUnless(boolean[] away) {
    Ownership taking = proxy(Ownership.class, (method, arguments) -> {
      if (away[0]) {
        throw new StoreException("the database does not answer", new IOException("connection refused"));
      }
      return method.invoke(store.ownership(), arguments);
    });
    return proxy(Store.class,
        (method, arguments) -> method.getName().equals("ownership") ? taking : method.invoke(store, arguments));
  }

  private interface Call {
    Object with(Method method, Object[] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> port, Call call) {
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port},
        (_, method, arguments) -> call.with(method, arguments)));
  }

  private boolean resume(int dag) {
    return node.resume(store.catalog().actors().stream().filter(each -> each.number() == dag).findFirst().orElseThrow(),
        1, RequestOrigin.here("Ada"));
  }
}
