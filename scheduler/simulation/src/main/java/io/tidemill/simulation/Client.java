package io.tidemill.simulation;

import static io.tidemill.simulation.Violation.require;

import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.MarkTask;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.reply.CancelAccepted;
import io.tidemill.engine.reply.MarkPlanned;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.CommandId;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RequestOrigin;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Somebody who wants a run, asks again until there is an answer, and perhaps cancels it or runs again what failed.
final class Client {
  private static final RequestOrigin BY = RequestOrigin.here("client");

  private static final long PATIENCE = 5_000;
  private static final int MOST_RERUNS = 2;

  private final World world;
  private final int number;
  private final Catalog.Dag dag;
  private final @Nullable String key;
  private final byte[] params;
  private final boolean cancels;
  private long run;
  private int asked;
  private int open;
  private int reruns;
  private int commands;
  private final Set<String> applied = new HashSet<>();
  private boolean begun;

  Client(World world, int number, Catalog.Dag dag) {
    this.world = world;
    this.number = number;
    this.dag = dag;
    key = world.chance.hits(0.85) ? "key-" + number : null;
    params = (world.chance.hits(0.15) ? "{\"p\":\"" + "long ".repeat(300) + "\"}" : "{}")
        .getBytes(StandardCharsets.UTF_8);
    cancels = world.chance.hits(0.25);
    world.at(world.chance.between(0, 40_000), null, this + " begins", this::create);
  }

  private void create() {
    begun = true;
    ask("create",
        new CreateRun(dag.number(), dag.active(), key, Value.inline(params, ""), new Trigger.Manual("test")),
        this::created, this::accepted);
  }

  private void created(Question question, Reply reply) {
    if (reply instanceof RunAccepted accepted) {
      RunState durable = world.checker.run(dag.number(), accepted.run());
      require(durable != null && Objects.equals(durable.key(), key), Invariant.ACCEPTED_IS_DURABLE,
          this + " is told of run " + accepted.run() + ", which the journal does not have");
      require(run == 0 || run == accepted.run(), Invariant.ONE_RUN_A_KEY,
          question.id + " with key " + key + " gave runs " + run + " and " + accepted.run());
    } else {
      require(false, Invariant.ONE_RUN_A_KEY, this + " got " + reply);
    }
  }

  private void accepted(Reply reply) {
    if (run == 0 && reply instanceof RunAccepted accepted) {
      run = accepted.run();
      if (cancels) {
        world.at(world.chance.between(0, 30_000), null, this + " changes its mind", this::changeMind);
      }
      if (key != null && world.chance.hits(0.4)) {
        world.at(world.chance.between(0, 60_000), null, this + " asks for the same again", this::create);
      }
      world.at(3_000, null, this + " looks", this::look);
    }
  }

  private void changeMind() {
    cancel();
    if (world.chance.hits(0.3)) {
      world.at(world.chance.between(100, 10_000), null, this + " wants no clean-up either", this::cancel);
    }
  }

  private void cancel() {
    ask("cancel", new CancelRun(dag.number(), run, "by " + this), (question, reply) -> {
      if (reply instanceof CancelAccepted) {
        RunState durable = Objects.requireNonNull(world.checker.run(dag.number(), run));
        require(durable.cancelRequested() || durable.outcome() != null || world.checker.reopened(dag.number(), run) > 0,
            Invariant.ACKNOWLEDGED_IS_APPLIED, this + " was told of a cancel");
      }
    }, reply -> {});
  }

  private void look() {
    RunState state = Objects.requireNonNull(world.checker.run(dag.number(), run));
    boolean bad = state.outcome() == RunOutcome.FAILED || state.outcome() == RunOutcome.CANCELLED;
    if (bad && reruns < MOST_RERUNS && world.chance.hits(0.5)) {
      reruns++;
      List<String> tasks = world.chance.hits(0.3) ? List.of(world.chance.of(state.compiled().tasks()).id()) : List.of();
      ask("rerun", new Rerun(dag.number(), run, tasks, true, null), this::rerun, reply -> {});
    }
    if (world.chance.hits(0.1)) {
      ask("mark", mark(state), this::marked, reply -> {});
    }
    if (reruns < MOST_RERUNS && world.faults().crash() + world.faults().late() > 20) {
      world.at(3_000, null, this + " looks", this::look);
    }
  }

  private MarkTask mark(RunState state) {
    CompiledTask task = world.chance.of(state.compiled().tasks());
    TaskState to = world.chance.of(List.of(TaskState.SUCCESS, TaskState.FAILED, TaskState.SKIPPED));
    List<String> variants = task.node().variants();
    Value output = to == TaskState.SUCCESS && !task.node().resultType().equals("void")
        ? Value.inline("\"marked\"".getBytes(StandardCharsets.UTF_8), variants.isEmpty() ? "" : variants.getFirst())
        : null;
    return new MarkTask(dag.number(), run, task.id(), to, output, "client", "by hand", true, null, List.of());
  }

  private void marked(Question question, Reply reply) {
    if (reply instanceof Refused refused) {
      require(refused.code() == Refused.Code.WRONG_STATE, Invariant.ACCEPTED_IS_DURABLE, this + " got " + refused);
    } else {
      require(reply instanceof MarkPlanned planned && planned.applied(), Invariant.ACKNOWLEDGED_IS_APPLIED,
          this + " marked a task and got " + reply);
    }
  }

  private void rerun(Question question, Reply reply) {
    if (reply instanceof RerunPlanned planned && planned.applied()) {
      applied.add(question.id.text());
      require(world.checker.reopened(dag.number(), run) >= applied.size(), Invariant.ACKNOWLEDGED_IS_APPLIED,
          this + " was told of a rerun");
    } else if (reply instanceof Refused refused) {
      require(refused.code() == Refused.Code.WRONG_STATE, Invariant.ACCEPTED_IS_DURABLE, this + " got " + refused);
    }
  }

  /// Sends a command under one id until there is an answer, and perhaps later once more.
  ///
  /// @param leaving called when an answer leaves the scheduler
  /// @param heard called when the first arrives
  private void ask(String what, Command command, BiConsumer<Question, Reply> leaving, Consumer<Reply> heard) {
    open++;
    attempt(new Question(what, new CommandId(this + "-" + ++commands), command, leaving, heard));
  }

  private void attempt(Question question) {
    if (!question.answered) {
      send(question);
      world.at(PATIENCE, null, this + " loses patience", () -> attempt(question));
    }
  }

  private void send(Question question) {
    Host host = world.supervisor.host(dag.partition());
    String name = this + " asks " + host + " to " + question.what + " #" + ++asked;
    world.send(host.edge(), name,
        () -> host.commands().submit(dag, question.id, question.command, BY).whenComplete((reply, failure) -> {
          boolean quarantined = reply instanceof Refused refused && refused.code() == Refused.Code.QUARANTINED;
          if (reply != null && host.alive() && !quarantined) {
            world.watch(() -> {
              world.checker.answered(dag.number(), question.id.text(), reply);
              question.leaving.accept(question, reply);
            });
            world.send(null, this + " hears " + reply, () -> answered(question, reply));
          }
        }));
  }

  private void answered(Question question, Reply reply) {
    if (!question.answered) {
      question.answered = true;
      open--;
      question.heard.accept(reply);
      if (world.chance.hits(0.2)) {
        world.at(world.chance.between(0, 60_000), null, this + " asks what was answered", () -> send(question));
      }
    }
  }

  /// Whether it has every answer it wants.
  boolean done() {
    return begun && open == 0;
  }

  /// What it was told must still be so.
  void checkEnd() {
    require(run == 0 || world.database.queries().run(dag.number(), run) != null, Invariant.ACCEPTED_IS_DURABLE,
        this + " was told of run " + run);
  }

  @Override public String toString() {
    return "client-" + number;
  }

  /// A command that is repeated until it is answered.
  private static final class Question {
    final String what;
    final CommandId id;
    final Command command;
    final BiConsumer<Question, Reply> leaving;
    final Consumer<Reply> heard;
    boolean answered;

    Question(String what, CommandId id, Command command, BiConsumer<Question, Reply> leaving, Consumer<Reply> heard) {
      this.what = what;
      this.id = id;
      this.command = command;
      this.leaving = leaving;
      this.heard = heard;
    }
  }
}
