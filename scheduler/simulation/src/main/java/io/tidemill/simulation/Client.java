package io.tidemill.simulation;

import static io.tidemill.simulation.Violation.require;

import io.tidemill.engine.reply.CancelAccepted;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.Trigger;
import io.tidemill.runtime.Runs;
import io.tidemill.runtime.port.Catalog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Somebody who wants a run, asks again until there is an answer, and perhaps cancels it or runs again what failed.
final class Client {
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
  private int rerunsApplied;
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
    ask("create", runs -> runs.create(dag, key, params, new Trigger.Manual("test")), key != null, this::created,
        this::accepted);
  }

  private void created(Reply reply) {
    if (reply instanceof RunAccepted accepted) {
      RunState durable = world.ledger.run(dag.number(), accepted.run());
      require(durable != null && Objects.equals(durable.key(), key), Invariant.ACCEPTED_IS_DURABLE,
          this + " is told of run " + accepted.run() + ", which the journal does not have");
      require(run == 0 || run == accepted.run() || key == null, Invariant.ONE_RUN_A_KEY,
          key + " gave runs " + run + " and " + accepted.run());
    } else {
      require(false, Invariant.ONE_RUN_A_KEY, this + " got " + reply);
    }
  }

  private void accepted(Reply reply) {
    if (run == 0 && reply instanceof RunAccepted accepted) {
      run = accepted.run();
      if (cancels) {
        world.at(world.chance.between(0, 30_000), null, this + " changes its mind", this::cancel);
      }
      if (key != null && world.chance.hits(0.4)) {
        world.at(world.chance.between(0, 60_000), null, this + " asks for the same again", this::create);
      }
      world.at(3_000, null, this + " looks", this::look);
    }
  }

  private void cancel() {
    ask("cancel", runs -> runs.cancel(dag, run, "by " + this), true, reply -> {
      if (reply instanceof CancelAccepted) {
        RunState durable = Objects.requireNonNull(world.ledger.run(dag.number(), run));
        require(durable.cancelRequested() || durable.outcome() != null || world.ledger.reopened(dag.number(), run) > 0,
            Invariant.ACKNOWLEDGED_IS_APPLIED, this + " was told of a cancel");
      }
    }, reply -> {});
  }

  private void look() {
    RunState state = Objects.requireNonNull(world.ledger.run(dag.number(), run));
    boolean bad = state.outcome() == RunOutcome.FAILED || state.outcome() == RunOutcome.CANCELLED;
    if (bad && reruns < MOST_RERUNS && world.chance.hits(0.5)) {
      reruns++;
      List<String> tasks = world.chance.hits(0.3) ? List.of(world.chance.of(state.plan().tasks()).id()) : List.of();
      ask("rerun", runs -> runs.rerun(dag, run, tasks, true, null), true, this::rerun, reply -> {});
    }
    if (reruns < MOST_RERUNS && world.faults().crash() + world.faults().late() > 20) {
      world.at(3_000, null, this + " looks", this::look);
    }
  }

  private void rerun(Reply reply) {
    if (reply instanceof RerunPlanned planned && planned.applied()) {
      rerunsApplied++;
      require(world.ledger.reopened(dag.number(), run) >= rerunsApplied, Invariant.ACKNOWLEDGED_IS_APPLIED,
          this + " was told of a rerun");
    } else if (reply instanceof Refused refused) {
      require(refused.code() == Refused.Code.WRONG_STATE, Invariant.ACCEPTED_IS_DURABLE, this + " got " + refused);
    }
  }

  /// Asks until there is an answer.
  ///
  /// @param again whether it may be asked twice
  /// @param leaving called when an answer leaves the scheduler
  /// @param heard called when it arrives
  private void ask(String what, Function<Runs, CompletableFuture<Reply>> request, boolean again,
      Consumer<Reply> leaving,
      Consumer<Reply> heard) {
    open++;
    attempt(new Question(what, request, again, leaving, heard));
  }

  private void attempt(Question question) {
    if (question.answered) {
      return;
    }
    Host host = world.supervisor.host(dag.partition());
    String name = this + " asks " + host + " to " + question.what + " #" + ++asked;
    world.send(host.edge(), name, () -> question.request.apply(host.runs()).whenComplete((reply, failure) -> {
      boolean quarantined = reply instanceof Refused refused && refused.code() == Refused.Code.QUARANTINED;
      if (reply != null && host.alive() && !quarantined) {
        world.watch(() -> question.leaving.accept(reply));
        world.send(null, this + " hears " + reply, () -> answered(question, reply));
      }
    }));
    world.at(PATIENCE, null, this + " loses patience", () -> {
      if (question.again) {
        attempt(question);
      } else if (!question.answered) {
        question.answered = true;
        open--;
      }
    });
  }

  private void answered(Question question, Reply reply) {
    if (!question.answered) {
      question.answered = true;
      open--;
      question.heard.accept(reply);
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

  /// A request that is repeated until it is answered.
  private static final class Question {
    final String what;
    final Function<Runs, CompletableFuture<Reply>> request;
    final boolean again;
    final Consumer<Reply> leaving;
    final Consumer<Reply> heard;
    boolean answered;

    Question(String what, Function<Runs, CompletableFuture<Reply>> request, boolean again, Consumer<Reply> leaving,
        Consumer<Reply> heard) {
      this.what = what;
      this.request = request;
      this.again = again;
      this.leaving = leaving;
      this.heard = heard;
    }
  }
}
