package io.tidemill.simulation;

import io.tidemill.engine.input.CancelBackfill;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateBackfill;
import io.tidemill.engine.input.EndMaintenance;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.PauseBackfill;
import io.tidemill.engine.input.PausePartition;
import io.tidemill.engine.input.PauseSchedules;
import io.tidemill.engine.input.PlanMaintenance;
import io.tidemill.engine.input.RecordAssetEvent;
import io.tidemill.engine.input.ResumeBackfill;
import io.tidemill.engine.input.ResumePartition;
import io.tidemill.engine.input.ResumeSchedules;
import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.SlotOrder;
import io.tidemill.engine.state.MaintenanceWindow;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.CommandId;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RequestOrigin;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Somebody who pauses schedules now and then and backfills them, and lets all of it go on in the end.
final class Operator {
  private final World world;
  private final List<Catalog.Dag> dags;
  private final Catalog.Dag asset;
  private boolean healed;
  private int commands;
  private int windows;

  Operator(World world, List<Catalog.Dag> dags, Catalog.Dag asset) {
    this.asset = asset;
    this.world = world;
    this.dags = dags;
    again();
  }

  private void again() {
    world.at(world.chance.between(1_000, 20_000), null, "the operator looks", this::look);
  }

  private void look() {
    if (healed) {
      dags.forEach(this::resume);
      dags.forEach(this::changeBackfills);
    } else if (world.chance.hits(0.3)) {
      tell(asset, new RecordAssetEvent(asset.number(), "operator", ""));
    } else if (world.chance.hits(0.35)) {
      backfill(world.chance.of(dags));
    } else if (world.chance.hits(0.3)) {
      changeBackfills(world.chance.of(dags));
    } else if (world.chance.hits(0.25)) {
      maintain(world.chance.of(dags));
    } else if (world.chance.hits(0.4)) {
      pause(world.chance.of(dags));
    } else {
      resume(world.chance.of(dags));
    }
    again();
  }

  private void pause(Catalog.Dag dag) {
    ask(dag, switch (world.chance.below(4)) {
      case 0 -> new PausePartition("", "operator");
      case 1 -> new PausePartition("tag-" + world.chance.below(2), "operator");
      default -> command(new PauseSchedules(dag.number(), "operator"));
    });
  }

  /// Sets a maintenance window, or ends one early.
  private void maintain(Catalog.Dag dag) {
    long from = world.now() + world.chance.between(0, 10_000);
    String id = "m-" + ++windows;
    MaintenanceWindow window = switch (world.chance.below(3)) {
      case 0 -> window(id, 0, "", from);
      case 1 -> window(id, 0, "tag-" + world.chance.below(2), from);
      default -> window(id, dag.number(), "", from);
    };
    ask(dag, new PlanMaintenance(window));
    if (world.chance.hits(0.3)) {
      ask(dag, new EndMaintenance("m-" + (1 + world.chance.below(windows)), "operator"));
    }
  }

  private MaintenanceWindow window(String id, int dag, String tag, long from) {
    return new MaintenanceWindow(id, dag, tag, from, from + world.chance.between(1_000, 30_000), "", "operator");
  }

  private void resume(Catalog.Dag dag) {
    ask(dag, command(new ResumeSchedules(dag.number(), "operator", healed || world.chance.hits(0.8))));
    ask(dag, new ResumePartition("", "operator"));
    ask(dag, new ResumePartition("tag-0", "operator"));
    ask(dag, new ResumePartition("tag-1", "operator"));
  }

  private void backfill(Catalog.Dag dag) {
    List<String> schedules = world.checker.schedules(dag.number());
    if (schedules.isEmpty()) {
      return;
    }
    long from = world.now() - world.chance.between(0, 150_000);
    tell(dag, new CreateBackfill(dag.number(), world.chance.of(schedules), from,
        from + world.chance.between(10_000, 120_000), world.chance.of(List.of(Reprocess.values())),
        world.chance.of(List.of(SlotOrder.values())), 1 + world.chance.below(3),
        Value.inline("{}".getBytes(StandardCharsets.UTF_8), ""), 10, "operator", true, null, null));
  }

  /// Pauses, resumes or cancels backfills; once all is healed nobody pauses any more.
  private void changeBackfills(Catalog.Dag dag) {
    for (long backfill : world.checker.backfills(dag.number())) {
      if (world.chance.hits(0.3)) {
        tell(dag, new CancelBackfill(dag.number(), backfill, "operator"));
      } else if (!healed && world.chance.hits(0.5)) {
        tell(dag, new PauseBackfill(dag.number(), backfill, "operator"));
      } else {
        tell(dag, new ResumeBackfill(dag.number(), backfill, "operator"));
      }
    }
  }

  /// Sends a command that is looked up in the tables first.
  private void tell(Catalog.Dag dag, Command command) {
    Host host = world.supervisor.host(dag.partition());
    CommandId id = new CommandId("operator-" + ++commands);
    world.send(host.edge(), "the operator asks " + host + ": " + id + " " + command.getClass().getSimpleName(),
        () -> host.commands().submit(dag, id, command, RequestOrigin.here("operator")));
  }

  private CommandReceived command(Command command) {
    return new CommandReceived("operator-" + ++commands, command);
  }

  private void ask(Catalog.Dag dag, Input input) {
    Host host = world.supervisor.host(dag.partition());
    world.send(host.edge(), "the operator asks " + host + ": " + input,
        () -> host.node().submit(dag.partition(), input, List.of(), Completion.NONE));
  }

  void heal() {
    healed = true;
  }
}
