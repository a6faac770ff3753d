package io.tidemill.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.engine.Capacity;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.CommandId;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.LocalCommands;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.StepResult;
import io.tidemill.runtime.TestRuns;
import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.AuditLog;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RequestOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Commands that come again, and run keys, over restarts and after runs have left memory.
class RepeatedCommandTest extends StoreContract {
  private static final RequestOrigin ADA = RequestOrigin.here("Ada");

  private static final byte[] LARGE = bytes("{\"p\":\"" + "a".repeat(2_000) + "\"}");
  private static final byte[] AS_LARGE = bytes("{\"p\":\"" + "b".repeat(2_000) + "\"}");

  private final List<AssignTask> assigned = new ArrayList<>();
  private Catalog.Dag dag;
  private SchedulerNode node;

  @BeforeEach void start() {
    DagDirectory dags = new DagDirectory(store.catalog(), store.partitions());
    int number = dags.findOrCreate("one").number();
    store.catalog()
        .deploy(new Catalog.Bundle("b".repeat(64), "A.java", bytes("code")),
            List.of(new Catalog.Candidate(number, 0, "hash", LostAttemptsTest.GRAPH)),
            new Catalog.Cause("deploy", "me"));
    dag = Objects.requireNonNull(dags.find("one"));
    restart();
  }

  /// Another scheduler takes everything.
  private void restart() {
    node = new SchedulerNode("node", store, new OneAgent());
    node.acquire(IntStream.range(0, store.partitions()).boxed().toList(), 0);
  }

  /// Until all is decided, durable and in the tables.
  private void step() {
    do {
      node.stepPartition(dag.partition(), System.currentTimeMillis(), 1);
      while (node.stepWriter() == StepResult.WORKED) {
        // Commits what there is.
      }
      while (node.stepProjector() == StepResult.WORKED) {
        // Writes what there is.
      }
    } while (node.inputs(dag.partition()) > 0 || !node.settled(dag.partition()) || node.toProject() > 0);
  }

  private Reply send(String id, Command command) {
    CompletableFuture<Reply> answer = new LocalCommands(node, Runnable::run)
        .submit(dag, new CommandId(id), command, ADA);
    step();
    assertThat(answer).isCompleted();
    return answer.join();
  }

  private Reply start(String id, @Nullable String key, byte[] params) {
    return send(id, TestRuns.create(dag, key, params));
  }

  private static void assertReused(Reply reply) {
    assertThat(reply).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.code()).isEqualTo(Refused.Code.KEY_REUSED));
  }

  private void succeed() {
    AssignTask last = assigned.getLast();
    node.submit(dag.partition(), new TaskSucceeded(last.ref().dag(), last.ref().run(), last.task(), last.attempt(),
        last.nonce(), Value.NONE, Timing.NONE), List.of(), Completion.NONE);
    step();
  }

  private RunAccepted run(long run, boolean created) {
    return new RunAccepted(dag.number(), run, 1, created);
  }

  @Test void a_command_that_comes_again_gets_the_first_answer_also_from_the_next_scheduler() {
    assertThat(start("start", null, bytes("{}"))).isEqualTo(run(1, true));
    assertThat(start("start", null, bytes("{}"))).isEqualTo(run(1, false));

    restart();
    assertThat(start("start", null, bytes("{}"))).isEqualTo(run(1, false));

    succeed();
    restart();
    assertThat(start("start", null, bytes("{}"))).isEqualTo(run(1, false));
    assertThat(start("other", null, bytes("{}"))).isEqualTo(run(2, true));
    assertThat(store.queries().run(dag.number(), 3)).isNull();
  }

  @Test void a_command_that_comes_again_or_is_refused_or_asks_for_a_plan_is_recorded_once_with_who_asked() {
    start("start", "key", bytes("{}"));
    start("start", "key", bytes("{}"));
    restart();
    start("start", "key", bytes("{}"));
    start("another", "key", bytes("{}"));
    start("refused", "key", bytes("{\"p\":1}"));
    succeed();
    send("plan", new Rerun(dag.number(), 1, List.of("a"), false, null));
    send("rerun", new Rerun(dag.number(), 1, List.of("a"), true, null));
    send("rerun", new Rerun(dag.number(), 1, List.of("a"), true, null));
    send("cancel", new CancelRun(dag.number(), 1, "enough"));
    send("again", new CancelRun(dag.number(), 1, "enough"));

    assertThat(store.audit().entries(new AuditLog.Filter("Ada", null, "one", 1, 0), null, 10).reversed())
        .extracting(each -> each.entry().before() + " > " + each.entry().after() + ", " + each.entry().reason())
        .containsExactly(" > version 1, key key, ", "a SUCCESS > run again on version 1, ",
            "RUNNING > CANCELLING, enough");
  }

  @Test void a_rerun_from_the_tables_that_comes_again_runs_nothing_more() {
    start("start", null, bytes("{}"));
    succeed();
    Reply first = send("rerun", new Rerun(dag.number(), 1, List.of("a"), true, null));
    assertThat(first).isInstanceOf(RerunPlanned.class);
    succeed();

    assertThat(send("rerun", new Rerun(dag.number(), 1, List.of("a"), true, null))).isEqualTo(first);
    restart();
    assertThat(send("rerun", new Rerun(dag.number(), 1, List.of("a"), true, null))).isEqualTo(first);

    assertThat(store.queries().run(dag.number(), 1)).satisfies(run -> assertThat(run.endedAt()).isPositive());
  }

  @Test void a_cancel_that_came_too_late_does_not_cancel_a_rerun_when_it_comes_again() {
    start("start", null, bytes("{}"));
    succeed();
    Reply late = send("cancel", new CancelRun(dag.number(), 1, null));
    assertThat(late).isInstanceOf(Refused.class);
    send("rerun", new Rerun(dag.number(), 1, List.of("a"), true, null));

    assertThat(send("cancel", new CancelRun(dag.number(), 1, null))).isEqualTo(late);

    assertThat(node.<Boolean>inspect(dag.partition(), state -> state.existing(dag.number(), 1).cancelRequested()))
        .isFalse();
  }

  @Test void a_run_that_never_was_is_not_found_once_and_for_all() {
    Reply first = send("rerun", new Rerun(dag.number(), 1, List.of("a"), true, null));
    assertThat(first).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.code()).isEqualTo(Refused.Code.NOT_FOUND));
    start("start", null, bytes("{}"));
    succeed();

    assertThat(send("rerun", new Rerun(dag.number(), 1, List.of("a"), true, null))).isEqualTo(first);
  }

  @Test void a_key_with_other_parameters_of_the_same_size_is_refused_wherever_its_run_is() {
    assertThat(start("1", "key", LARGE)).isEqualTo(run(1, true));
    assertThat(start("2", "key", LARGE)).isEqualTo(run(1, false));
    assertReused(start("3", "key", AS_LARGE));

    restart();
    assertThat(start("4", "key", LARGE)).isEqualTo(run(1, false));
    assertReused(start("5", "key", AS_LARGE));
    assertReused(start("6", "key", bytes("{}")));

    succeed();
    assertThat(start("7", "key", LARGE)).isEqualTo(run(1, false));
    assertReused(start("8", "key", AS_LARGE));
    assertReused(start("3", "key", AS_LARGE));
  }

  /// The tables do not have the run yet, so that the key is compared in memory.
  @Test void a_key_is_compared_in_memory_before_its_run_is_in_the_tables() {
    LocalCommands commands = new LocalCommands(node, Runnable::run);
    var first = commands.submit(dag, new CommandId("1"), TestRuns.create(dag, "key", LARGE), ADA);
    var same = commands.submit(dag, new CommandId("2"), TestRuns.create(dag, "key", LARGE), ADA);
    var other = commands.submit(dag, new CommandId("3"), TestRuns.create(dag, "key", AS_LARGE), ADA);
    step();

    assertThat(first.join()).isEqualTo(run(1, true));
    assertThat(same.join()).isEqualTo(run(1, false));
    assertReused(other.join());
  }

  /// Takes everything at once.
  private final class OneAgent implements AgentPort {
    @Override public Capacity capacity() {
      return (wanted, demand) -> new Capacity.Grant(7, 1);
    }

    @Override public void perform(Effect effect, long epoch) {
      if (effect instanceof AssignTask task) {
        assigned.add(task);
      }
    }

    @Override public void abandon(Effect effect) {
      // It was never sent.
    }

    @Override public @Nullable String name(long incarnation) {
      return "north";
    }
  }
}
