package io.tidemill.benchmarks;

import io.tidemill.dsl.Dag;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.SlotsFreed;
import io.tidemill.engine.input.TaskFailed;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.port.RunStatus;
import io.tidemill.runtime.port.Store;
import io.tidemill.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/// The longest stall by tasks: a DAG as large as one may be, in which all tasks but the first wait for it.
final class ManyTasksStall {
  private static final Value NOTHING = Value.inline("{}".getBytes(StandardCharsets.UTF_8), "");
  private static final int AT_ONCE = 10_000;
  private static final int WARM_UP = 3;

  private final Stepped world;
  private final int dag;

  private ManyTasksStall(Store store, int tasks) {
    world = new Stepped(store, Dag.define("stall-tasks-" + tasks, d -> {
      var first = d.task("first").exec(ctx -> {});
      for (int i = 1; i < tasks; i++) {
        d.task("t" + i).after(first).exec(ctx -> {});
      }
    }).graph());
    dag = world.dag().number();
  }

  static void run(Database database, int tasks, int rounds) throws IOException, SQLException {
    try (Store store = Stores.open(database.config())) {
      ManyTasksStall stall = new ManyTasksStall(store, tasks);
      for (int round = 0; round < WARM_UP + rounds; round++) {
        if (round == WARM_UP) {
          stall.world.warm();
        }
        stall.round();
      }
      stall.world.print(new ResultLine("stall-tasks", database.name()).put("tasks", tasks).put("rounds", rounds));
    }
  }

  private void round() {
    AssignTask first = start();
    world.tell("allReady", new TaskSucceeded(dag, world.run, 0, first.attempt(), first.nonce(), NOTHING, Timing.NONE));
    world.slots = AT_ONCE;
    world.tell("assignmentOf10000", new SlotsFreed());
    world.slots = 0;
    world.tell("agentWith10000Gone", AgentsGone.these(Set.of(Stepped.AGENT)));
    world.tell("cancel", new CancelRun(dag, world.run, null));
    world.expect(RunStatus.CANCELLED);
    world.tell("rerunOfTheFailed", world.rerun(List.of()));
    world.tell("cancel", new CancelRun(dag, world.run, null));
    world.expect(RunStatus.CANCELLED);

    first = start();
    world.tell("firstFailed", new TaskFailed(dag, world.run, 0, first.attempt(), first.nonce(),
        new Failure(Failure.Kind.FAILED, "E", "planted", "A.java:1", "", false, -1), Timing.NONE));
    world.expect(RunStatus.FAILED);
    world.tell("rerunOfTheWhole", world.rerun(List.of("first")));
    world.tell("cancel", new CancelRun(dag, world.run, null));
    world.expect(RunStatus.CANCELLED);
  }

  private AssignTask start() {
    world.effects.clear();
    world.slots = 1;
    world.tell("start", new CreateRun(dag, world.dag().active(), null, NOTHING, new Trigger.Manual("benchmark")));
    AssignTask first = (AssignTask) world.effects.removeFirst();
    world.run = first.ref().run();
    return first;
  }
}
