package io.tidemill.simulation;

import io.tidemill.engine.input.AgentReturned;
import io.tidemill.engine.input.Input;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.LocalCommands;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.StepResult;
import io.tidemill.runtime.WorkSignals;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// One scheduler process: a real node, stepped by the world's events.
final class Host implements WorkSignals {
  private static final long RETRY = 100;
  /// Silence after which what an agent had is lost, in milliseconds.
  private static final long GONE_AFTER = 45_000;
  private static final long CLOCK_STEP = 60_000;

  private final World world;
  private final int place;
  private final String name;
  private final SerialActor loop = new SerialActor(this);
  private final SerialActor writer = new SerialActor(this);
  private final SerialActor projector = new SerialActor(this);
  private final SerialActor edge = new SerialActor(this);
  private final SimulatedGateway simulatedGateway;
  private final SchedulerNode node;
  private final Commands commands;
  private final DagDirectory dags;
  private long clockError;
  private final boolean[] loopPlanned;
  private final boolean[] taking;
  private final long[] ownedSince;
  /// Since when it listens without a pause, in milliseconds since 1970.
  private long listensSince;
  private boolean writerPlanned;
  private boolean projectorPlanned;
  private boolean alive = true;
  private boolean frozen;
  private boolean deciding;
  private final Set<Integer> resuming = new HashSet<>();

  Host(World world, int place, String name) {
    this.world = world;
    this.place = place;
    this.name = name;
    simulatedGateway = new SimulatedGateway(world, this);
    node = world.product.nodes().node(name, world.product.stores().apply(new HostStore(world, this)), simulatedGateway);
    dags = new DagDirectory(world.database.catalog(), world.database.partitions());
    commands = world.product.commands()
        .apply(new LocalCommands(node, task -> world.at(0, edge, name + " goes on with a request", task)));
    loopPlanned = new boolean[node.partitions()];
    taking = new boolean[node.partitions()];
    ownedSince = new long[node.partitions()];
    listensSince = world.now();
    clockError = world.chance.between(-world.faults().clockError(), world.faults().clockError());
  }

  void start() {
    world.tell(name + " starts");
    node.wakeups(this);
    for (SimulatedAgent agent : world.agents) {
      agent.connect(this);
    }
  }

  int place() {
    return place;
  }

  SchedulerNode node() {
    return node;
  }

  Commands commands() {
    return commands;
  }

  DagDirectory dags() {
    return dags;
  }

  SimulatedGateway gateway() {
    return simulatedGateway;
  }

  SerialActor edge() {
    return edge;
  }

  boolean alive() {
    return alive;
  }

  boolean frozen() {
    return frozen;
  }

  boolean usable() {
    return alive && !frozen;
  }

  boolean deciding() {
    return deciding;
  }

  /// Whether partitions are reacquired for DAGs that were resumed, perhaps once more since the store did not answer.
  boolean resumes(List<Integer> partitions) {
    return resuming.containsAll(partitions);
  }

  /// Somebody lets a quarantined DAG go on.
  void resume(Catalog.Dag dag) {
    world.at(0, loop, this + " resumes DAG " + dag.number(), () -> {
      if (node.owns(dag.partition()) && node.resume(dag, world.now(), RequestOrigin.here("operator"))) {
        resuming.add(dag.partition());
        stepLoop(dag.partition());
      }
    });
  }

  /// The process ends; nothing of it is left but what the database holds.
  void die(String where) {
    if (alive) {
      alive = false;
      world.count(FaultKind.NODE_DIED);
      world.tell(name + " dies " + where);
      world.supervisor.died(this);
    }
  }

  /// The process stands still in the middle of a call, and everybody else goes on.
  void freeze(long millis) {
    world.tell(name + " stands still for " + millis + " ms");
    world.count(FaultKind.NODE_STOOD_STILL);
    frozen = true;
    world.meanwhile(millis);
    frozen = false;
    listensSince = world.now();
    world.tell(name + " goes on");
    for (SerialActor serialActor : List.of(loop, writer, projector, edge)) {
      serialActor.release(world);
    }
  }

  /// A boundary at which the process may end.
  void boundary(String what) {
    if (!alive) {
      throw new Crash();
    }
    world.story.mix(what.hashCode());
    if (world.crashesHere()) {
      die("at " + what);
      throw new Crash();
    }
  }

  /// Lets other things happen while a call to the database lasts.
  void duringCall(String what) {
    boundary(what);
    if (!world.mayNest()) {
      return;
    }
    if (!frozen && world.chance.hits(world.faults().freeze())) {
      freeze(world.chance.between(500, 60_000));
    } else if (world.chance.hits(world.faults().slowCall())) {
      world.meanwhile(world.chance.between(0, 20));
    }
    if (!alive) {
      throw new Crash();
    }
  }

  @Override public void partition(int number) {
    if (!loopPlanned[number]) {
      loopPlanned[number] = true;
      world.at(world.chance.between(0, 3), loop, name + " decides in " + number, () -> stepLoop(number));
    }
  }

  private void stepLoop(int number) {
    loopPlanned[number] = false;
    deciding = true;
    boolean more;
    try {
      more = node.stepPartition(number, world.now() + clockError, world.chance.bits());
    } finally {
      deciding = false;
      if (node.owns(number)) {
        resuming.remove(number);
      }
    }
    if (more) {
      partition(number);
    }
    wakeWhenDue(number);
  }

  /// Somebody sets the clock of the machine forward or back.
  void stepClock() {
    clockError = world.chance.between(-CLOCK_STEP, CLOCK_STEP);
    world.tell(name + " has another clock, wrong by " + clockError + " ms");
    world.count(FaultKind.CLOCK_STEPPED);
    for (int partition = 0; partition < node.partitions(); partition++) {
      wakeWhenDue(partition);
    }
  }

  private void wakeWhenDue(int number) {
    long due = node.nextDue(number);
    if (due != Long.MAX_VALUE) {
      long delay = Math.max(0, due - clockError - world.now());
      world.at(delay, loop, name + " looks at the timers of " + number, () -> {
        if (node.nextDue(number) <= world.now() + clockError) {
          partition(number);
        }
      });
    }
  }

  @Override public void writer() {
    if (!writerPlanned) {
      writerPlanned = true;
      world.at(world.chance.between(0, 2), writer, name + " writes", this::stepWriter);
    }
  }

  private void stepWriter() {
    writerPlanned = false;
    StepResult result = node.stepWriter();
    switch (result) {
      case WORKED, WAITING -> writer();
      case LATER -> {
        writerPlanned = true;
        world.at(RETRY, writer, name + " writes again", this::stepWriter);
      }
      case IDLE -> compareState();
    }
  }

  @Override public void projector() {
    if (!projectorPlanned) {
      projectorPlanned = true;
      world.at(world.chance.between(0, world.faults().projectorRest()), projector, name + " projects",
          this::stepProjector);
    }
  }

  private void stepProjector() {
    projectorPlanned = false;
    switch (node.stepProjector()) {
      case WORKED -> projector();
      case LATER -> {
        projectorPlanned = true;
        world.at(RETRY, projector, name + " projects again", this::stepProjector);
      }
      case IDLE, WAITING -> {
        // Somebody will say when there is something to do.
      }
    }
  }

  /// Where nothing waits for its commit, what the owner believes must be what the journal says.
  void compareState() {
    if (!alive) {
      return;
    }
    for (int number = 0; number < node.partitions(); number++) {
      int partition = number;
      node.inspect(partition, state -> {
        if (world.checker.isOwner(partition, node, name)) {
          world.checker.compareLive(partition, state);
        }
        return state;
      });
    }
  }

  /// Plans to take a partition.
  void acquire(int partition) {
    if (taking[partition] || !usable()) {
      return;
    }
    taking[partition] = true;
    world.at(world.chance.between(0, 500), loop, name + " takes partition " + partition, () -> {
      taking[partition] = false;
      try {
        node.acquire(List.of(partition), world.now() + clockError);
      } catch (StoreException e) {
        world.tell(name + " could not take partition " + partition);
      }
    });
  }

  /// Owns a partition anew.
  void owned(int partition) {
    ownedSince[partition] = world.now();
    wakeWhenDue(partition);
    simulatedGateway.reconcile(partition);
  }

  /// Looks which agents nobody has heard of for too long (guarantees R8).
  void sweepAgents() {
    world.at(0, edge, name + " looks which agents are silent", () -> {
      simulatedGateway.takeBack();
      for (int partition = 0; partition < node.partitions(); partition++) {
        if (world.now() - Math.max(listensSince, ownedSince[partition]) > GONE_AFTER) {
          declareGone(partition);
        }
        node.checkInbox(partition);
      }
    });
  }

  private void declareGone(int partition) {
    Set<Long> silent = new TreeSet<>();
    node.inspect(partition, state -> silent.addAll(state.assignments().agents()));
    silent.removeIf(agent -> world.now() - world.lastHeard(agent) <= GONE_AFTER);
    if (!silent.isEmpty()) {
      simulatedGateway.gone(partition, silent);
    }
  }

  /// Says to a partition what an agent has of it.
  void returned(int partition, long incarnation, Set<AgentReturned.InventoryItem> inventory) {
    Set<AgentReturned.InventoryItem> held = new LinkedHashSet<>(inventory);
    held.removeIf(each -> dags.byNumber(each.dag()).partition() != partition);
    node.submit(partition, new AgentReturned(incarnation, held), List.of(), Completion.NONE);
  }

  /// Takes a report in.
  void report(AgentReport report, Completion completion) {
    int partition = dags.byNumber(report.dag()).partition();
    List<ValueBlock> values = new ArrayList<>(0);
    Input input = report.input(() -> node.newValueId(partition), values);
    node.submit(partition, world.product.reports().reported(node, partition, input), values, completion);
  }

  @Override public String toString() {
    return name;
  }
}
