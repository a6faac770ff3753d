package io.tidemill.benchmarks;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Types;
import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.ShardsReported;
import io.tidemill.engine.input.ShardsReported.Failed;
import io.tidemill.engine.input.SlotsFreed;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RunStatus;
import io.tidemill.runtime.port.Store;
import io.tidemill.store.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// The longest stall by shards: for how long one event that touches many keeps the loop of its partition from everything else.
///
/// Two sharded tasks, the second aligned with the first, so that what happens to one shard reaches two.
final class ManyShardsStall {
  private static final Value NOTHING = Value.inline("{}".getBytes(StandardCharsets.UTF_8), "");
  private static final int AT_ONCE = 10_000;
  private static final int WARM_UP = 3;
  private static final int LIST = 0;
  private static final int FIRST = 1;
  private static final int SECOND = 2;

  private final int shards;
  private final Stepped world;
  private final Catalog.Dag dag;

  private ManyShardsStall(Store store, int shards) {
    this.shards = shards;
    world = new Stepped(store, Dag.define("stall-shards-" + shards, d -> {
      var list = d.task("list").runAs(Types.listOf(Integer.class), ctx -> List.of());
      var first = d.shard("first")
          .over(list)
          .key(i -> "k" + i)
          .maxShards(10_000_000)
          .failFast()
          .run(Integer.class,
              (ctx, i) -> i);
      d.shard("second").over(first).run(Integer.class, (ctx, i) -> i);
    }).graph());
    dag = world.dag();
  }

  static void run(Database database, int shards, int rounds) throws IOException, SQLException {
    try (Store store = Stores.open(database.config())) {
      ManyShardsStall stall = new ManyShardsStall(store, shards);
      for (int round = 0; round < WARM_UP + rounds; round++) {
        if (round == WARM_UP) {
          stall.world.warm();
        }
        stall.round();
      }
      stall.world.print(new ResultLine("stall-shards", database.name()).put("shards", shards).put("rounds", rounds));
    }
  }

  /// Each kind of event once, on three runs.
  private void round() {
    start();
    world.tell("expansion", expanded());
    world.slots = AT_ONCE;
    world.tell("assignmentOf10000", new SlotsFreed());
    world.tell("agentWith10000Gone", AgentsGone.these(Set.of(Stepped.AGENT)));
    world.slots = AT_ONCE;
    world.tell("assignmentOf10000", new SlotsFreed());
    List<AssignShards> assigned = assigned();
    world.tell("cancel", new CancelRun(dag.number(), world.run, "enough"));
    for (AssignShards one : assigned) {
      world.tell("stopsOf1000", new ShardsReported(dag.number(), world.run, FIRST, one.nonce(), new int[0], Value.NONE,
          shards(one).mapToObj(shard -> new Failed(shard, failure(Failure.Kind.CANCELLED), Timing.NONE)).toList()));
    }
    world.expect(RunStatus.CANCELLED);
    world.tell("rerunOfTheFailed", world.rerun(List.of()));
    world.tell("cancel", new CancelRun(dag.number(), world.run, null));
    world.expect(RunStatus.CANCELLED);
    world.tell("rerunOfTheWhole", world.rerun(List.of("first")));
    world.tell("cancelOfLittle", new CancelRun(dag.number(), world.run, null));
    world.expect(RunStatus.CANCELLED);

    start();
    world.tell("expansion", expanded());
    world.slots = 1;
    world.tell("assignmentOfOne", new SlotsFreed());
    AssignShards first = assigned().getFirst();
    world.tell("failFast", new ShardsReported(dag.number(), world.run, FIRST, first.nonce(), new int[0], Value.NONE,
        List.of(new Failed(0, failure(Failure.Kind.FAILED), Timing.NONE))));
    world.expect(RunStatus.FAILED);

    start();
    world.tell("expansion", expanded());
    for (int task = FIRST; task <= SECOND; task++) {
      world.slots = shards;
      world.tell("assignmentOfAll", new SlotsFreed());
      List<AssignShards> all = assigned();
      for (AssignShards one : all) {
        world.decide("resultsOf1000",
            new ShardsReported(dag.number(), world.run, task, one.nonce(), shards(one).toArray(),
                Value.stored(world.newValueId(), 1, ""), List.of()));
        if (one != all.getLast()) {
          world.commit();
        }
      }
      world.project("resultsOf1000");
    }
    world.expect(RunStatus.SUCCESS);
  }

  /// Creates a run and takes it to the attempt that makes the shards.
  private void start() {
    world.effects.clear();
    world.slots = 2;
    world.tell("start", new CreateRun(dag.number(), dag.active(), null, NOTHING, new Trigger.Manual("benchmark")));
    AssignTask list = (AssignTask) world.effects.removeFirst();
    world.run = list.ref().run();
    world.tell("start",
        new TaskSucceeded(dag.number(), world.run, LIST, list.attempt(), list.nonce(), NOTHING, Timing.NONE));
    world.slots = 0;
  }

  private TaskExpanded expanded() {
    AssignTask expansion = (AssignTask) world.effects.removeFirst();
    Value keys = Value.stored(world.newValueId(), shards, "");
    return new TaskExpanded(dag.number(), world.run, FIRST, expansion.attempt(), expansion.nonce(), shards, keys, keys);
  }

  private List<AssignShards> assigned() {
    List<AssignShards> assigned = world.effects.stream().map(AssignShards.class::cast).toList();
    world.effects.clear();
    return assigned;
  }

  private static IntStream shards(AssignShards assigned) {
    return assigned.spans().stream().flatMapToInt(span -> IntStream.range(span.first(), span.end()));
  }

  private static Failure failure(Failure.Kind kind) {
    return new Failure(kind, "E", "planted", "A.java:1", "", false, -1);
  }
}
