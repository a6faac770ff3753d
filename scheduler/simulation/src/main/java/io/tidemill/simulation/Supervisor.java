package io.tidemill.simulation;

import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Quarantines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What the cluster will be: starts schedulers anew, and says who should own which partition.
///
/// It may be wrong at any time. The database says who may.
final class Supervisor {
  /// Why a DAG may be left out of a recovery.
  static final String UNREADABLE = "The graph cannot be read for a while";
  private static final long LOOK = 1_000;
  private static final long SWEEP = 10_000;

  private final World world;
  private final int schedulers;
  private final int[] owners;
  private boolean healed;

  Supervisor(World world, int schedulers) {
    this.world = world;
    this.schedulers = schedulers;
    owners = new int[world.database.partitions()];
  }

  void begin() {
    Arrays.setAll(owners, partition -> world.chance.below(schedulers));
    look();
    world.at(SWEEP, null, "sweep", this::sweep);
  }

  /// The place of the host that is thought to own a partition, or any.
  Host host(int partition) {
    int place = world.chance.hits(world.faults().stranger()) ? world.chance.below(schedulers) : owners[partition];
    return world.hosts.get(place);
  }

  /// How many schedulers there are.
  int schedulers() {
    return schedulers;
  }

  private void look() {
    for (int partition = 0; partition < owners.length; partition++) {
      Host owner = world.hosts.get(owners[partition]);
      if (!owner.usable() || world.chance.hits(world.faults().acquisition())) {
        owner = other(owner);
        owners[partition] = owner.place();
        owner.acquire(partition);
      } else if (!owner.node().owns(partition)
          || healed && !owner.toString().equals(world.checker.owner(partition))) {
        owner.acquire(partition);
      }
    }
    for (Host host : world.hosts) {
      if (host.usable() && world.chance.hits(world.faults().clockStep())) {
        host.stepClock();
      }
    }
    world.database.catalog().actors().forEach(this::look);
    world.at(LOOK, null, "look", this::look);
  }

  private void look(Catalog.Dag dag) {
    if (world.chance.hits(world.faults().unreadable())) {
      world.makeUnreadable(dag.number(), world.chance.between(500, 30_000));
    }
    Host owner = world.hosts.get(owners[dag.partition()]);
    Quarantines.QuarantineEntry trouble = owner.usable() && owner.node().owns(dag.partition())
        ? owner.node().quarantined(dag.number())
        : null;
    if (trouble != null) {
      Violation.require(trouble.reason().contains(UNREADABLE), Invariant.DECIDING_WORKS, trouble.toString());
      world.count(FaultKind.DAG_LEFT_OUT);
      if (healed || world.chance.hits(0.3)) {
        if (world.unreadable(dag.number())) {
          world.count(FaultKind.DAG_LEFT_OUT_AGAIN);
        }
        owner.resume(dag);
      }
    }
  }

  private Host other(Host than) {
    List<Host> usable = new ArrayList<>(world.hosts.stream().filter(Host::usable).toList());
    return usable.isEmpty() ? than : world.chance.of(usable);
  }

  /// Starts a process again some time after one died.
  void died(Host host) {
    world.at(world.chance.between(200, 8_000), null, "start at place " + host.place(), () -> {
      if (world.hosts.get(host.place()) == host) {
        world.startHost(host.place());
      }
    });
  }

  private void sweep() {
    world.hosts.forEach(Host::sweepAgents);
    world.at(SWEEP, null, "sweep", this::sweep);
  }

  void heal() {
    healed = true;
    for (Host host : List.copyOf(world.hosts)) {
      if (!host.alive()) {
        world.startHost(host.place());
      }
    }
  }
}
