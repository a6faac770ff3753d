package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.task;
import static io.tidemill.engine.TestPartition.DAG;
import static io.tidemill.engine.TestPartition.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.engine.fact.CommandApplied;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.reply.CancelAccepted;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.CommandAnswers;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A command has one effect and one answer, however often it comes.
class CommandTest {
  private static final Graph ONE = dag(task("a"));
  private static final CreateRun CREATE = new CreateRun(DAG, 1, null, VALUE, new Trigger.Manual("test"));

  private final TestPartition partition = TestPartition.empty(ONE);

  private Turn send(String id, Command command) {
    return partition.tell(new CommandReceived(id, command));
  }

  private Reply answer(String id, Command command) {
    return Objects.requireNonNull(send(id, command).reply());
  }

  private Refused.Code refusal(String id, Command command) {
    return ((Refused) answer(id, command)).code();
  }

  @Test void a_start_that_is_sent_again_makes_no_second_run() {
    assertThat(answer("start", CREATE)).isEqualTo(new RunAccepted(DAG, 1, 1, true));

    Turn again = send("start", CREATE);

    assertThat(again.reply()).isEqualTo(new RunAccepted(DAG, 1, 1, false));
    assertThat(again.facts()).isEmpty();
    assertThat(answer("other", CREATE)).isEqualTo(new RunAccepted(DAG, 2, 1, true));
  }

  @Test void the_answer_stands_behind_the_facts_of_its_command() {
    assertThat(send("start", CREATE).facts()).last().isInstanceOf(io.tidemill.engine.fact.AttemptAssigned.class);
    assertThat(partition.facts(CommandApplied.class)).singleElement().satisfies(applied -> {
      assertThat(applied.id()).isEqualTo("start");
      assertThat(applied.answer()).isEqualTo(new RunAccepted(DAG, 1, 1, true));
    });
    send("cancel", new CancelRun(DAG, 1, null));
    assertThat(partition.facts(CommandApplied.class)).hasSize(2);
  }

  @Test void an_id_that_comes_with_something_else_is_refused_and_nothing_happens() {
    answer("start", CREATE);
    answer("other", CREATE);
    answer("cancel", new CancelRun(DAG, 1, null));

    assertThat(refusal("cancel", new CancelRun(DAG, 2, null))).isEqualTo(Refused.Code.COMMAND_ID_REUSED);
    assertThat(refusal("start", new CreateRun(DAG, 1, "key", CREATE.params(), CREATE.trigger())))
        .isEqualTo(Refused.Code.COMMAND_ID_REUSED);
    assertThat(refusal("start", new CancelRun(DAG, 2, null))).isEqualTo(Refused.Code.COMMAND_ID_REUSED);
    assertThat(answer("start", new CreateRun(DAG, 2, null, CREATE.params(), CREATE.trigger())))
        .as("another version was activated since")
        .isEqualTo(new RunAccepted(DAG, 1, 1, false));
    assertThat(partition.state.run(DAG, 2)).satisfies(run -> assertThat(run.cancelRequested()).isFalse());
  }

  @Test void a_cancel_that_comes_again_after_a_rerun_does_not_cancel_that() {
    send("start", CREATE);
    assertThat(answer("cancel", new CancelRun(DAG, 1, null))).isEqualTo(new CancelAccepted(DAG, 1));
    partition.fail("a", TestPartition.failure(io.tidemill.engine.fact.Failure.Kind.CANCELLED));
    assertThat(partition.outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(answer("rerun", new Rerun(DAG, 1, List.of(), true, null))).isInstanceOf(RerunPlanned.class);

    assertThat(answer("cancel", new CancelRun(DAG, 1, null))).isEqualTo(new CancelAccepted(DAG, 1));

    assertThat(partition.run().cancelRequested()).isFalse();
  }

  @Test void a_rerun_that_comes_again_after_the_run_failed_again_does_not_run_it_once_more() {
    send("start", CREATE);
    partition.fail("a");
    Reply first = answer("rerun", new Rerun(DAG, 1, List.of(), true, null));
    partition.fail("a");
    assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);

    assertThat(answer("rerun", new Rerun(DAG, 1, List.of(), true, null))).isEqualTo(first);

    assertThat(partition.outcome()).isEqualTo(RunOutcome.FAILED);
  }

  @Test void a_refusal_is_an_answer_too() {
    send("start", CREATE);
    partition.succeed("a");
    assertThat(refusal("cancel", new CancelRun(DAG, 1, null))).isEqualTo(Refused.Code.WRONG_STATE);
    assertThat(refusal("early", new CancelRun(DAG, 2, null))).isEqualTo(Refused.Code.NOT_FOUND);
    send("second", CREATE);
    send("rerun", new Rerun(DAG, 1, List.of("a"), true, null));

    assertThat(refusal("cancel", new CancelRun(DAG, 1, null))).isEqualTo(Refused.Code.WRONG_STATE);
    assertThat(refusal("early", new CancelRun(DAG, 2, null))).isEqualTo(Refused.Code.NOT_FOUND);
    assertThat(partition.run().cancelRequested()).isFalse();
  }

  @Test void what_was_found_in_the_tables_is_an_answer_too() {
    Reply found = new RunAccepted(DAG, 7, 1, false);
    assertThat(partition.tell(new CommandReceived("start", CREATE, found)).reply()).isEqualTo(found);

    assertThat(answer("start", CREATE)).isEqualTo(found);
    assertThat(partition.state.dag(DAG).runs()).isEmpty();
  }

  @Test void an_answer_that_says_not_here_is_not_kept() {
    send("start", CREATE);
    partition.fail("a");
    partition.state.dag(DAG).runs().remove(1L);

    Turn turn = new Turn(partition.state, partition.now, Capacity.NONE, 1);
    Engine.decide(new CommandReceived("rerun", new Rerun(DAG, 1, List.of(), true, null)), turn);

    assertThat(turn.reply()).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.code()).isEqualTo(Refused.Code.NOT_IN_MEMORY));
    assertThat(turn.facts()).isEmpty();
  }

  @Test void a_plan_is_made_anew_each_time_it_is_asked_for() {
    send("start", CREATE);
    partition.fail("a");
    assertThat(answer("plan", new Rerun(DAG, 1, List.of(), false, null))).isInstanceOf(RerunPlanned.class);
    send("rerun", new Rerun(DAG, 1, List.of(), true, null));

    assertThat(refusal("plan", new Rerun(DAG, 1, List.of(), false, null))).isEqualTo(Refused.Code.WRONG_STATE);
  }

  @Test void an_applied_rerun_names_few_tasks_since_its_answer_is_kept() {
    TestPartition large = TestPartition.running(
        dag(java.util.stream.IntStream.range(0, 50).mapToObj(i -> task("t" + i)).toArray(TaskSpec[]::new)));
    for (int i = 0; i < 50; i++) {
      large.fail("t" + i);
    }

    assertThat(((RerunPlanned) large.planRerun()).changes()).hasSize(50);
    assertThat((RerunPlanned) large.rerun()).satisfies(applied -> {
      assertThat(applied.changes()).hasSize(RerunPlanned.MOST_APPLIED);
      assertThat(applied.tasks()).isEqualTo(50);
    });
  }

  @Test void an_answer_is_forgotten_after_a_day() {
    send("start", CREATE);
    partition.succeed("a");
    partition.now += CommandAnswers.KEPT_MILLIS - 1;
    assertThat(answer("start", CREATE)).isEqualTo(new RunAccepted(DAG, 1, 1, false));
    partition.now += 1;

    assertThat(answer("start", CREATE)).isEqualTo(new RunAccepted(DAG, 2, 1, true));

    assertThat(partition.state.dag(DAG).answers().all()).hasSize(1);
  }

  @Test void the_oldest_answers_make_room_for_new_ones() {
    CommandAnswers answers = new CommandAnswers();
    for (int i = 1; i <= CommandAnswers.MOST + 1; i++) {
      answers.add("c" + i, 5, new CancelAccepted(DAG, i), 1_000);
    }

    assertThat(answers.all()).hasSize(CommandAnswers.MOST);
    assertThat(answers.of("c1", 1_000)).isNull();
    assertThat(answers.all().iterator().next().id()).isEqualTo("c2");
    assertThat(answers.of("c2", 1_000)).isSameAs(answers.all().iterator().next());
  }

  @Test void a_key_comes_again_with_the_same_parameters_only() {
    Value stored = Value.stored(1, 2_000, "", "aa".repeat(32));
    answer("first", new CreateRun(DAG, 1, "key", stored, new Trigger.Manual("test")));

    assertThat(answer("same", new CreateRun(DAG, 1, "key", Value.stored(2, 2_000, "", "aa".repeat(32)),
        new Trigger.Manual("test")))).isEqualTo(new RunAccepted(DAG, 1, 1, false));
    assertThat(refusal("other", new CreateRun(DAG, 1, "key", Value.stored(3, 2_000, "", "bb".repeat(32)),
        new Trigger.Manual("test")))).isEqualTo(Refused.Code.KEY_REUSED);
    assertThat(refusal("small", new CreateRun(DAG, 1, "key", VALUE, new Trigger.Manual("test"))))
        .isEqualTo(Refused.Code.KEY_REUSED);
  }
}
