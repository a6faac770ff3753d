package io.tidemill.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What the cluster will be: starts schedulers anew, and says who should own which partition.
///
/// It may be wrong at any time. The database says who may.
final class Supervisor {
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
      if (!owner.usable() || world.chance.hits(world.faults().takeOver())) {
        owner = other(owner);
        owners[partition] = owner.place();
        owner.takeOver(partition);
      } else if (!owner.node().owns(partition)
          || healed && !owner.toString().equals(world.ledger.owner(partition))) {
        owner.takeOver(partition);
      }
    }
    world.at(LOOK, null, "look", this::look);
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
