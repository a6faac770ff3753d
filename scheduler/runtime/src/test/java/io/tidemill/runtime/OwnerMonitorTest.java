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
import io.tidemill.runtime.port.Member;
import io.tidemill.runtime.port.Member.Listener;
import io.tidemill.runtime.port.RequestOrigin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Several schedulers on one database.
class OwnerMonitorTest {
  private static final int PARTITIONS = 8;
  private static final int SENDER = 4_711;
  private static final long SECOND = 1_000;

  private long now = System.currentTimeMillis();
  private final MemoryStore store = new MemoryStore(PARTITIONS, () -> Instant.ofEpochMilli(now));
  private final DagDirectory dags = new DagDirectory(store.catalog(), PARTITIONS);
  private final SchedulerNode first = new SchedulerNode("first", store, new NoAgents());
  private final SchedulerNode second = new SchedulerNode("second", store, new NoAgents());
  private final SchedulerNode third = new SchedulerNode("third", store, new NoAgents());

  private static long owned(SchedulerNode node) {
    return IntStream.range(0, PARTITIONS).filter(node::owns).count();
  }

  /// Lets seconds pass, in which these schedulers renew and look.
  private void pass(int seconds, SchedulerNode... nodes) {
    for (int i = 0; i < seconds; i++) {
      now += SECOND;
      List.of(nodes).forEach(node -> node.renewLease(now));
      List.of(nodes).forEach(node -> node.stepOwners(now));
    }
  }

  private void join(SchedulerNode... nodes) {
    List.of(nodes).forEach(node -> node.join(now));
  }

  private static Member exclusive(String node, String place) {
    return new Member(node, place, "", "", true, Listener.NONE, Listener.NONE, "", 0);
  }

  @Test void one_that_is_alone_takes_everything_as_it_joins() {
    join(first);
    assertThat(owned(first)).isEqualTo(PARTITIONS);
  }

  @Test void one_that_joins_is_given_its_share_and_each_partition_has_one_owner() {
    join(first, second);
    assertThat(owned(second)).as("what somebody owns is not taken").isZero();

    pass(10, first, second);
    assertThat(owned(first)).isEqualTo(PARTITIONS / 2);
    assertThat(owned(second)).isEqualTo(PARTITIONS / 2);

    join(third);
    pass(10, first, second, third);
    assertThat(List.of(owned(first), owned(second), owned(third))).containsExactlyInAnyOrder(3L, 3L, 2L);
    assertThat(IntStream.range(0, PARTITIONS))
        .allMatch(partition -> List.of(first, second, third)
            .stream()
            .filter(node -> node.owns(partition))
            .count() == 1);
  }

  @Test void what_is_shared_out_stays_where_it_is() {
    join(first, second);
    pass(10, first, second);
    List<Long> epochs = IntStream.range(0, PARTITIONS).mapToObj(first::epoch).toList();

    pass(60, first, second);

    assertThat(IntStream.range(0, PARTITIONS).mapToObj(first::epoch).toList()).isEqualTo(epochs);
  }

  @Test void an_owner_whose_lease_is_over_is_replaced_within_eight_seconds_and_learns_of_it() {
    join(first, second);
    pass(10, first, second);

    pass(5, second);
    assertThat(owned(second)).as("a lease that lasts is not broken").isEqualTo(PARTITIONS / 2);
    pass(3, second);
    assertThat(owned(second)).isEqualTo(PARTITIONS);

    first.renewLease(now);
    first.stepOwners(now);
    assertThat(owned(first)).as("one that stood still").isZero();
    pass(10, first, second);
    assertThat(owned(first)).isEqualTo(PARTITIONS / 2);
  }

  @Test void one_that_leaves_is_replaced_at_the_next_look() {
    join(first, second);
    pass(10, first, second);

    first.leave();
    pass(1, second);

    assertThat(owned(second)).isEqualTo(PARTITIONS);
  }

  @Test void one_that_starts_again_at_the_same_place_has_what_it_had_at_once() {
    first.introduce(new Member("first", "here", "", "", false, Listener.NONE, Listener.NONE, "", 0));
    join(first);
    SchedulerNode again = new SchedulerNode("again", store, new NoAgents());
    again.introduce(new Member("again", "here", "", "", false, Listener.NONE, Listener.NONE, "", 0));

    join(again);

    assertThat(owned(again)).isEqualTo(PARTITIONS);
  }

  @Test void after_the_database_was_away_nobody_takes_what_others_have() {
    join(first, second);
    pass(10, first, second);
    store.ownersAway(true);
    pass(20, first, second);
    store.ownersAway(false);

    now += SECOND;
    first.renewLease(now);
    first.stepOwners(now);
    assertThat(owned(first)).as("the other one did not renew its lease yet").isEqualTo(PARTITIONS / 2);
    pass(10, first, second);
    assertThat(owned(first)).isEqualTo(PARTITIONS / 2);
    assertThat(owned(second)).isEqualTo(PARTITIONS / 2);
  }

  @Test void one_that_works_for_itself_shares_with_nobody_and_the_others_take_over_when_it_is_gone() throws Exception {
    first.introduce(exclusive("first", "here"));
    join(first, second);
    pass(20, first, second);
    assertThat(owned(first)).isEqualTo(PARTITIONS);

    first.leave();
    pass(1, second);

    assertThat(owned(second)).isEqualTo(PARTITIONS);
    assertDecides(second);
  }

  @Test void a_partition_that_the_one_who_should_does_not_take_is_taken_by_another() {
    join(first, second);
    pass(10, first, second);
    first.introduce(Member.of("first"));
    first.leave();
    third.join(now); // and never looks again
    long taken = owned(third);

    for (int i = 0; i < OwnerMonitor.LOOKS; i++) {
      third.renewLease(now);
      pass(1, second);
    }

    assertThat(owned(second) + taken).isEqualTo(PARTITIONS);
  }

  @Test void a_scheduler_that_has_nothing_to_write_notices_that_the_database_answers_again() {
    join(first);
    LocalCommands commands = new LocalCommands(first);
    store.ownersAway(true);
    first.stepOwners(now);
    assertThat(commands.outage()).contains("Connection refused");

    store.ownersAway(false);
    first.stepOwners(now);

    assertThat(commands.outage()).isNull();
  }

  @Test void a_command_to_one_that_does_not_own_the_dag_is_known_not_to_be_done() {
    join(first);
    Catalog.Dag dag = deployed("late");
    second.acquire(IntStream.range(0, PARTITIONS).boxed().toList(), now);
    first.stepOwners(now);

    CompletableFuture<Reply> answer = new LocalCommands(first).submit(dag, new CommandId("one"),
        new CancelRun(dag.number(), 1, null), RequestOrigin.here("me"));
    first.stepPartition(dag.partition(), now, 1);

    assertThat(answer).isCompletedExceptionally();
    assertThat(answer.exceptionNow()).isInstanceOf(NotDoneException.class)
        .hasMessageContaining("Another scheduler owns partition");
  }

  @Test void a_message_of_another_scheduler_that_nobody_told_is_found_by_looking_now_and_then() throws Exception {
    join(first);
    Catalog.Dag receiver = deployed("late");
    int senders = (receiver.partition() + 1) % PARTITIONS;
    second.acquire(List.of(senders), now);
    first.stepPartition(receiver.partition(), now, 100);
    EntryEncoder facts = new EntryEncoder();
    facts.add(List.of(new OwnershipTaken("second", second.epoch(senders))), 1);
    InboxMessage message = new InboxMessage(receiver.partition(), new MessageId(receiver.number(), SENDER, 1),
        MessageCodec.bytes(new AssetUnsubscribed()));
    assertThat(store.journal()
        .append(List.of(new JournalEntry(senders, second.epoch(senders), store.journal().head(senders).sequence() + 1,
            facts.finish(), List.of(), List.of(message), List.of(), List.of()))))
        .containsExactly(true);

    pass(OwnerMonitor.INBOX_LOOKS, first);
    first.stepPartition(receiver.partition(), now, 100);
    first.stepPartition(receiver.partition(), now, 100);

    assertThat(Objects.requireNonNull(
        first.<Long>inspect(receiver.partition(), state -> state.taken(receiver.number(), SENDER)))).isEqualTo(1);
  }

  @Test void one_that_was_given_partitions_and_never_joined_neither_takes_nor_gives_any() {
    first.acquire(List.of(0, 1), now);
    second.acquire(List.of(2), now);
    pass(20, first, second);

    assertThat(owned(first)).isEqualTo(2);
    assertThat(owned(second)).isEqualTo(1);
  }

  private Catalog.Dag deployed(String id) {
    new Deployments(store.catalog(), dags).deploy(Dag.define(id, d -> d.task("a").exec(ctx -> {})).graph(), "bundle",
        "bundle.jar", "code".getBytes(StandardCharsets.UTF_8));
    return Objects.requireNonNull(dags.find(id));
  }

  private void assertDecides(SchedulerNode node) throws Exception {
    Catalog.Dag dag = deployed("late");
    try (ThreadedDriver driver = new ThreadedDriver(node, 1, Duration.ZERO)) {
      driver.start();
      assertThat(TestRuns.create(node, dag).get(60, SECONDS)).isInstanceOf(RunAccepted.class);
    }
  }
}
