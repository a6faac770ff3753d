package io.tidemill.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.engine.fact.OwnershipTaken;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.message.AssetUnsubscribed;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.runtime.codec.EntryEncoder;
import io.tidemill.runtime.codec.MessageCodec;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.InboxMessage;
import io.tidemill.runtime.port.JournalEntry.MessageId;
import io.tidemill.runtime.port.RequestOrigin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Two schedulers on one database.
class OwnerMonitorTest {
  private static final int PARTITIONS = 4;
  private static final int SENDER = 4_711;

  private final MemoryStore store = new MemoryStore(PARTITIONS, InstantSource.system());
  private final DagDirectory dags = new DagDirectory(store.catalog(), PARTITIONS);
  private final SchedulerNode first = new SchedulerNode("first", store, new NoAgents());
  private final SchedulerNode second = new SchedulerNode("second", store, new NoAgents());

  private static void acquire(SchedulerNode node) {
    node.acquire(IntStream.range(0, PARTITIONS).boxed().toList(), System.currentTimeMillis());
  }

  private static void look(SchedulerNode node, int times) {
    for (int i = 0; i < times; i++) {
      node.stepOwners(System.currentTimeMillis());
    }
  }

  private static long owned(SchedulerNode node) {
    return IntStream.range(0, PARTITIONS).filter(node::owns).count();
  }

  @Test void an_owner_that_has_nothing_to_write_notices_that_another_one_has_taken_over() {
    acquire(first);
    acquire(second);
    assertThat(owned(first)).isEqualTo(PARTITIONS);

    look(first, 1);

    assertThat(owned(first)).isZero();
  }

  @Test void a_scheduler_stands_by_as_long_as_the_owner_lives_and_takes_over_when_it_is_gone() throws Exception {
    acquire(first);
    acquire(second);
    look(first, 10 * OwnerMonitor.LOOKS);
    assertThat(owned(first)).isZero();

    store.gone("second");
    look(first, OwnerMonitor.LOOKS - 1);
    assertThat(owned(first)).as("a database that was away forgets all for a moment").isZero();
    look(first, 1);

    assertThat(owned(first)).isEqualTo(PARTITIONS);
    look(second, 1);
    assertThat(owned(second)).as("the one that was thought gone").isZero();
    assertDecides();
  }

  @Test void an_owner_that_is_seen_again_keeps_its_partitions() {
    acquire(first);
    acquire(second);
    store.gone("second");
    look(first, OwnerMonitor.LOOKS - 1);
    look(second, 1);
    look(first, OwnerMonitor.LOOKS);

    assertThat(owned(first)).isZero();
    assertThat(owned(second)).isEqualTo(PARTITIONS);
  }

  @Test void an_owner_that_goes_on_alone_takes_nothing_again() {
    acquire(first);
    long epoch = first.epoch(0);

    look(first, 10 * OwnerMonitor.LOOKS);

    assertThat(first.epoch(0)).isEqualTo(epoch);
  }

  @Test void a_scheduler_that_has_nothing_to_write_notices_that_the_database_answers_again() {
    acquire(first);
    LocalCommands commands = new LocalCommands(first);
    store.ownersAway(true);
    look(first, 1);
    assertThat(commands.outage()).contains("Connection refused");

    store.ownersAway(false);
    look(first, 1);

    assertThat(commands.outage()).isNull();
  }

  @Test void a_command_to_a_scheduler_that_stands_by_is_known_not_to_be_done() {
    acquire(first);
    Catalog.Dag dag = deployed("late");
    acquire(second);
    look(first, 1);

    CompletableFuture<Reply> answer = new LocalCommands(first).submit(dag, new CommandId("one"),
        new CancelRun(dag.number(), 1, null), RequestOrigin.here("me"));
    first.stepPartition(dag.partition(), System.currentTimeMillis(), 1);

    assertThat(answer).isCompletedExceptionally();
    assertThat(answer.exceptionNow()).isInstanceOf(NotDoneException.class)
        .hasMessageContaining("Another scheduler works on this database");
  }

  @Test void a_message_of_another_scheduler_that_nobody_told_is_found_by_looking_now_and_then() throws Exception {
    acquire(first);
    Catalog.Dag receiver = deployed("late");
    int senders = (receiver.partition() + 1) % PARTITIONS;
    second.acquire(List.of(senders), System.currentTimeMillis());
    first.stepPartition(receiver.partition(), System.currentTimeMillis(), 100);
    EntryEncoder facts = new EntryEncoder();
    facts.add(List.of(new OwnershipTaken("second", second.epoch(senders))), 1);
    InboxMessage message = new InboxMessage(receiver.partition(), new MessageId(receiver.number(), SENDER, 1),
        MessageCodec.bytes(new AssetUnsubscribed()));
    assertThat(store.journal()
        .append(List.of(new JournalEntry(senders, second.epoch(senders), store.journal().head(senders).sequence() + 1,
            facts.finish(), List.of(), List.of(message), List.of(), List.of()))))
        .containsExactly(true);

    look(first, OwnerMonitor.INBOX_LOOKS);
    first.stepPartition(receiver.partition(), System.currentTimeMillis(), 100);
    first.stepPartition(receiver.partition(), System.currentTimeMillis(), 100);

    assertThat(Objects.requireNonNull(
        first.<Long>inspect(receiver.partition(), state -> state.taken(receiver.number(), SENDER)))).isEqualTo(1);
  }

  private Catalog.Dag deployed(String id) {
    new Deployments(store.catalog(), dags).deploy(Dag.define(id, d -> d.task("a").exec(ctx -> {})).graph(), "bundle",
        "bundle.jar", "code".getBytes(StandardCharsets.UTF_8));
    return Objects.requireNonNull(dags.find(id));
  }

  private void assertDecides() throws Exception {
    Catalog.Dag dag = deployed("late");
    try (ThreadedDriver driver = new ThreadedDriver(first, 1, Duration.ZERO)) {
      driver.start();
      assertThat(TestRuns.create(first, dag).get(60, SECONDS)).isInstanceOf(RunAccepted.class);
    }
  }
}
