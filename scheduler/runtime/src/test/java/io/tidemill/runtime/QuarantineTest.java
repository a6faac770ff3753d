package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.dsl.Dag;
import io.tidemill.engine.Capacity;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.SlotsFreed;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Quarantines.QuarantineEntry;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.Store;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Deciding about one DAG fails: the right one is kept apart, the others of its partition go on, and it can be resumed.
@NullMarked
class QuarantineTest {
  private int commands;
  private static final long AGENT = 7;

  private final Store store = new MemoryStore(1, InstantSource.system());
  private final DagDirectory dags = new DagDirectory(store.catalog(), 1);
  private final Agents agents = new Agents();
  private final Catalog.Dag poison = deployed("poison");
  private final Catalog.Dag good = deployed("good");
  private SchedulerNode node = start();
  private long now = 1_000_000;

  @BeforeEach void own() {
    agents.slots = 100;
  }

  private Catalog.Dag deployed(String id) {
    Dag<?> dag = Dag.define(id, d -> {
      var first = d.task("first").exec(ctx -> {});
      d.task("second").after(first).exec(ctx -> {});
    });
    new Deployments(store.catalog(), dags).deploy(dag.graph(), "bundle", "bundle.jar",
        "code".getBytes(StandardCharsets.UTF_8));
    return Objects.requireNonNull(dags.find(id));
  }

  private SchedulerNode start() {
    SchedulerNode started = new SchedulerNode("node", store, agents);
    agents.node = started;
    started.acquire(List.of(0), 1_000_000);
    return started;
  }

  /// An agent that takes work, and fails the decision that asks for slots while a certain DAG is the first in the queue.
  private static final class Agents implements AgentPort {
    private final List<AssignTask> assigned = new ArrayList<>();
    private @Nullable SchedulerNode node;
    private int slots;
    private int throwsAt;
    private int errorAt;

    @Override public Capacity capacity() {
      return (wanted, demand) -> {
        Integer first = Objects.requireNonNull(node)
            .inspect(0, state -> {
              var dag = Objects.requireNonNull(state.ready().groups().iterator().next().first());
              return Objects.requireNonNull(dag.first()).run().dag();
            });
        if (first != null && first == throwsAt) {
          throw new IllegalStateException("planted");
        }
        if (first != null && first == errorAt) {
          throw new StackOverflowError("planted");
        }
        if (slots == 0) {
          return Capacity.Grant.NONE;
        }
        slots--;
        return new Capacity.Grant(AGENT, 1);
      };
    }

    @Override public void perform(Effect effect, long epoch) {
      assigned.add((AssignTask) effect);
    }

    @Override public void abandon(Effect effect) {
      slots++;
    }

    @Override public @Nullable String name(long incarnation) {
      return "agent";
    }
  }

  /// An answer, or why there is none.
  private static final class Answer implements Completion {
    private @Nullable Reply reply;
    private @Nullable String dropped;

    @Override public void durable(@Nullable Reply answer) {
      reply = answer;
    }

    @Override public void dropped(String reason) {
      dropped = reason;
    }
  }

  private void step() {
    for (int i = 0; i < 3; i++) {
      node.stepPartition(0, now++, now);
      node.stepWriter();
      node.stepProjector();
      node.stepWriter();
    }
  }

  private Answer submit(Command command) {
    return submit(new CommandReceived("command-" + ++commands, command));
  }

  private Answer submit(Input input) {
    Answer answer = new Answer();
    node.submit(0, input, List.of(), answer);
    step();
    return answer;
  }

  private Answer run(Catalog.Dag dag, int version) {
    return submit(
        new CreateRun(dag.number(), version, null, Value.inline("{}".getBytes(StandardCharsets.UTF_8), ""),
            new Trigger.Manual("test")));
  }

  private long startedRun(Catalog.Dag dag) {
    Answer answer = run(dag, 1);
    assertThat(answer.reply).as(answer.dropped).isInstanceOf(RunAccepted.class);
    return ((RunAccepted) Objects.requireNonNull(answer.reply)).run();
  }

  /// Reports that everything assigned so far of a DAG succeeded, until nothing more is assigned.
  private List<Answer> work(Catalog.Dag dag) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < agents.assigned.size(); i++) {
      AssignTask assign = agents.assigned.get(i);
      if (assign.ref().dag() == dag.number()) {
        answers.add(succeed(assign));
      }
    }
    agents.assigned.removeIf(assign -> assign.ref().dag() == dag.number());
    return answers;
  }

  private Answer succeed(AssignTask assign) {
    return submit(new TaskSucceeded(assign.ref().dag(), assign.ref().run(), assign.task(), assign.attempt(),
        assign.nonce(), Value.inline("null".getBytes(StandardCharsets.UTF_8), ""), Timing.NONE));
  }

  private @Nullable TaskState state(Catalog.Dag dag, long run, int task) {
    return node.inspect(0, state -> {
      RunState found = state.run(dag.number(), run);
      return found == null ? TaskState.SUCCESS : found.state(task);
    });
  }

  private void poisoned() {
    agents.throwsAt = poison.number();
    submit(new SlotsFreed());
  }

  @Test void a_throw_in_dispatch_is_blamed_on_the_dag_in_hand_and_not_on_that_of_the_input() {
    agents.slots = 0;
    long stuck = startedRun(poison);
    long other = startedRun(good);
    agents.slots = 100;
    agents.throwsAt = poison.number();

    assertThat(run(good, 1).dropped).contains("planted");

    assertThat(node.quarantined(good.number())).isNull();
    QuarantineEntry entry = Objects.requireNonNull(node.quarantined(poison.number()));
    assertThat(entry.reason()).contains("planted");
    assertThat(entry.failures()).isEqualTo(2);
    assertThat(entry.at()).isBetween(1_000_000L, now);
    work(good);
    assertThat(state(good, other, 1)).isEqualTo(TaskState.SUCCESS);
    assertThat(state(poison, stuck, 0)).isEqualTo(TaskState.READY);
    assertThat(startedRun(good)).isGreaterThan(other);
  }

  @Test void what_is_asked_of_a_quarantined_dag_is_refused_and_its_reports_are_not_taken() {
    long run = startedRun(poison);
    AssignTask assigned = agents.assigned.getFirst();
    submit(new CreateRun(poison.number(), 99, null, Value.inline(new byte[0], ""), new Trigger.Manual("test")));
    submit(new CreateRun(poison.number(), 99, null, Value.inline(new byte[0], ""), new Trigger.Manual("test")));

    assertThat(node.quarantined(poison.number())).isNotNull();
    assertThat(run(poison, 1).reply).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.code()).isEqualTo(Refused.Code.QUARANTINED));
    assertThat(succeed(assigned).dropped).contains("quarantined");
    assertThat(state(poison, run, 0)).isEqualTo(TaskState.QUEUED);
  }

  @Test void it_is_kept_apart_after_a_restart_and_goes_on_where_it_stood_once_it_is_resumed() {
    agents.slots = 0;
    long run = startedRun(poison);
    agents.slots = 100;
    poisoned();

    agents.throwsAt = 0;
    node = start();
    step();
    assertThat(node.quarantined(poison.number())).isNotNull();
    assertThat(agents.assigned).isEmpty();

    assertThat(node.resume(good, 1, RequestOrigin.here("me"))).isFalse();
    assertThat(node.resume(poison, 1, RequestOrigin.here("me"))).isTrue();
    step();
    submit(new SlotsFreed());
    work(poison);
    assertThat(state(poison, run, 1)).isEqualTo(TaskState.SUCCESS);
    assertThat(store.quarantines().all()).isEmpty();
  }

  @Test void what_its_agents_had_when_they_went_meanwhile_is_lost_once_it_is_resumed() {
    long run = startedRun(poison);
    agents.slots = 0;
    startedRun(poison);
    agents.slots = 100;
    poisoned();
    agents.throwsAt = 0;
    assertThat(node.quarantined(poison.number())).isNotNull();

    submit(AgentsGone.allBut(Set.of()));
    assertThat(state(poison, run, 0)).isEqualTo(TaskState.QUEUED);

    agents.assigned.clear();
    node.resume(poison, 1, RequestOrigin.here("me"));
    step();
    assertThat(agents.assigned).anySatisfy(assign -> {
      assertThat(assign.ref().run()).isEqualTo(run);
      assertThat(assign.attempt()).isEqualTo(2);
    });
  }

  @Test void one_failure_is_forgiven_after_an_hour() {
    submit(new CreateRun(poison.number(), 99, null, Value.inline(new byte[0], ""), new Trigger.Manual("test")));
    now += 3_600_001;
    submit(new CreateRun(poison.number(), 99, null, Value.inline(new byte[0], ""), new Trigger.Manual("test")));

    assertThat(node.quarantined(poison.number())).isNull();
    assertThat(startedRun(poison)).isEqualTo(1);
  }

  @Test void an_error_ends_the_process_and_is_noted_for_the_next_owner() {
    agents.slots = 0;
    startedRun(poison);
    for (int life = 0; life < 2; life++) {
      SchedulerNode dying = node;
      dying.submit(0, new SlotsFreed(), List.of(), Completion.NONE);
      agents.errorAt = poison.number();
      assertThatThrownBy(() -> dying.stepPartition(0, now, now))
          .isInstanceOf(StackOverflowError.class);
      agents.errorAt = 0;
      node = start();
    }

    assertThat(node.quarantined(poison.number())).isNotNull();
    assertThat(startedRun(good)).isEqualTo(1);
  }
}
