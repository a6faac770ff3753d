package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Every;
import io.tidemill.engine.input.CancelBackfill;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CreateBackfill;
import io.tidemill.engine.reply.BackfillPlanned;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.schedule.BackfillTotals;
import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.SlotOrder;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.BackfillRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.RunStatus;
import io.tidemill.runtime.port.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Slots of a deployed DAG are backfilled, with what the tables know of them, whatever becomes of the scheduler.
@NullMarked
class DeployedBackfillTest {
  private static final long START = 1_750_000_001_000L;

  private final Store store = new MemoryStore(1, InstantSource.system());
  private final DagDirectory dags = new DagDirectory(store.catalog(), 1);
  private long now = START;
  private SchedulerNode node = start();
  private final Catalog.Dag dag = deploy();
  private int commands;

  @Test void slots_that_ran_are_found_in_the_tables_and_adopted() {
    pass(12_000);
    now += 60_000;
    node = start();
    pass(0);
    assertThat(planned(0, 100).totals()).as("1 is active, 1 waits, 5 lie ahead")
        .isEqualTo(new BackfillTotals(13, 7, 0));
    BackfillPlanned created = (BackfillPlanned) tell(backfill(0, 100, true, 5));
    assertThat(created.backfill()).isEqualTo(1);
    pass(0);
    BackfillRow row = row();
    assertThat(row.status()).isEqualTo(BackfillStatus.RUNNING);
    assertThat(row.active()).isEqualTo(5);
    assertThat(row.waiting()).isEqualTo(8);
    List<RunRow> runs = store.queries().runsOfBackfill(dag.number(), 1, List.of(), Long.MAX_VALUE, 10);
    assertThat(runs).hasSize(5).allMatch(run -> run.status() == RunStatus.RUNNING && run.trigger().equals("backfill"));
  }

  @Test void a_new_owner_goes_on_with_it_with_tables_or_without_and_doubles_no_slot() {
    tell(backfill(-200, 0, true, 3));
    pass(0);
    node = start();
    pass(0);
    assertThat(row().active()).isEqualTo(3);
    assertThat(row().waiting()).isEqualTo(37);
    assertThat(planned(-200, 0).totals()).isEqualTo(new BackfillTotals(0, 40, 0));
    tell(new CancelBackfill(dag.number(), 1, "me"));
    node = start();
    pass(0);
    assertThat(row().status()).isEqualTo(BackfillStatus.CANCELLED);
    assertThat(store.queries().runsOfBackfill(dag.number(), 1, List.of(RunStatus.CANCELLED), Long.MAX_VALUE, 10))
        .hasSize(3);
    assertThat(planned(-200, 0).totals()).as("those that were cancelled ran").isEqualTo(new BackfillTotals(37, 0, 3));
  }

  @Test void a_command_that_is_sent_again_creates_no_second_backfill() {
    CreateBackfill create = backfill(-100, 0, true, 1);
    Reply first = tell("once", create);
    assertThat(tell("once", create)).isEqualTo(first);
    assertThat(store.queries().backfills(dag.number(), 10)).hasSize(1);
  }

  @Test void parameters_that_are_large_are_stored_once_for_all_runs() {
    CreateBackfill create = backfill(-20, 0, true, 4);
    byte[] large = ("{\"p\":\"" + "long ".repeat(500) + "\"}").getBytes(StandardCharsets.UTF_8);
    tell(create.with(Value.inline(large, "")));
    pass(0);
    List<RunRow> runs = store.queries().runsOfBackfill(dag.number(), 1, List.of(), Long.MAX_VALUE, 10);
    assertThat(runs).hasSize(4).extracting(RunRow::paramsId).containsOnly(runs.getFirst().paramsId());
    assertThat(store.values().read(runs.getFirst().paramsId())).isEqualTo(large);
  }

  private CreateBackfill backfill(int from, int until, boolean apply, int concurrency) {
    return new CreateBackfill(dag.number(), "default", second(from), second(until), Reprocess.MISSING,
        SlotOrder.OLDEST_FIRST, concurrency, Value.inline("{}".getBytes(StandardCharsets.UTF_8), ""), 1_000, "me",
        apply, null, null);
  }

  private BackfillPlanned planned(int from, int until) {
    return (BackfillPlanned) tell(backfill(from, until, false, 1));
  }

  private Reply tell(Command command) {
    return tell("command-" + ++commands, command);
  }

  private Reply tell(String id, Command command) {
    CompletableFuture<Reply> answer = new LocalCommands(node, Runnable::run).submit(dag, new CommandId(id), command,
        RequestOrigin.here("me"));
    for (int i = 0; i < 10 && !answer.isDone(); i++) {
      pass(0);
    }
    Reply reply = answer.join();
    assertThat(reply).isNotInstanceOf(Refused.class);
    return reply;
  }

  private BackfillRow row() {
    return Objects.requireNonNull(store.queries().backfill(dag.number(), 1));
  }

  private Catalog.Dag deploy() {
    Dag<?> declared = Dag.define("dag", d -> {
      d.schedule(Every.of(Duration.ofSeconds(5)));
      d.task("first").exec(ctx -> {});
    });
    new Deployments(store.catalog(), dags, id -> node.activeVersions().tell(id)).deploy(declared.graph(), "bundle",
        "bundle.jar", "code".getBytes(StandardCharsets.UTF_8));
    pass(0);
    return Objects.requireNonNull(dags.find("dag"));
  }

  private SchedulerNode start() {
    SchedulerNode started = new SchedulerNode("node", store, new NoAgents());
    started.acquire(List.of(0), now);
    return started;
  }

  /// Lets time pass, a second a step, and writes the tables.
  private void pass(long millis) {
    long until = now + millis;
    do {
      now = Math.min(now + 1_000, until);
      while (node.inputs(0) > 0 || node.nextDue(0) <= now) {
        node.stepPartition(0, now, now);
      }
      while (node.hasToCommit()) {
        node.stepWriter();
      }
      node.stepProjector();
    } while (now < until);
  }

  private static long second(int second) {
    return START - 1_000 + second * 1_000L;
  }
}
