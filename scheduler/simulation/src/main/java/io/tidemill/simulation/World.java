package io.tidemill.simulation;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.engine.state.Links;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Store;
import io.tidemill.simulation.EventQueue.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One world: a database, some schedulers on it, agents, clients, and everything that goes wrong between them.
///
/// One thread runs all of it. Time stands still while something happens, and jumps to the next event.
final class World {
  private static final long TROUBLED = 90_000;
  private static final long PATIENCE = 3_600_000;
  private static final int DEEPEST = 3;

  final SeededRandom chance;
  final EventTrace story = new EventTrace();
  final SystemUnderTest product;
  private final SimulationOptions simulationOptions;
  final Store database;
  final InvariantChecker checker;
  final List<Host> hosts = new ArrayList<>();
  final List<SimulatedAgent> agents = new ArrayList<>();
  final List<Client> clients = new ArrayList<>();
  final Supervisor supervisor;
  /// Attempts that ran, by agents' own accounts.
  final Set<String> executed = new HashSet<>();
  /// Bodies that run now, by task or shard.
  final Map<String, SimulatedAgent.Unit> running = new HashMap<>();
  final Map<FaultKind, Integer> reached = new EnumMap<>(FaultKind.class);
  private final Map<Long, Long> lastHeard = new HashMap<>();
  /// DAGs whose graphs cannot be read, with until when.
  private final Map<Integer, Long> unreadable = new HashMap<>();
  private final EventQueue eventQueue = new EventQueue();
  private Faults faults;
  private final RandomSchedules schedules;
  private final Operator operator;
  private final long start;
  private long now;
  private int depth;
  private int names;
  private long boundaries;
  private long incarnations;
  private @Nullable Violation seen;

  World(long seed, SystemUnderTest product) {
    this(seed, product, SimulationOptions.NORMAL);
  }

  World(long seed, SystemUnderTest product, SimulationOptions simulationOptions) {
    this.product = product;
    this.simulationOptions = simulationOptions;
    chance = new SeededRandom(seed);
    faults = simulationOptions.calm() ? Faults.draw(chance).healed() : Faults.draw(chance);
    schedules = new RandomSchedules(chance);
    start = schedules.begin().toEpochMilli();
    now = start;
    MemoryStore memory = new MemoryStore(1 + chance.below(3), () -> Instant.ofEpochMilli(now));
    checker = new InvariantChecker(memory, simulationOptions.recoverAlways(), this::count);
    database = new ObservedStore(memory, checker);
    story.tell(0, "seed " + seed + ", " + faults);
    List<Catalog.Dag> dags = deploy();
    int schedulers = 1 + chance.below(3);
    supervisor = new Supervisor(this, schedulers);
    int many = 1 + chance.below(3);
    for (int i = 0; i < many; i++) {
      agents.add(new SimulatedAgent(this, "agent-" + i, i == 0 || chance.hits(0.3)));
    }
    for (int i = 0; i < schedulers; i++) {
      startHost(i);
    }
    supervisor.begin();
    operator = new Operator(this, dags,
        new DagDirectory(database.catalog(), database.partitions()).findOrCreate(Links.asset(RandomGraph.OUTSIDE)));
    int runs = 2 + chance.below(8);
    for (int i = 0; i < runs; i++) {
      clients.add(new Client(this, i, chance.of(dags)));
    }
  }

  private List<Catalog.Dag> deploy() {
    DagDirectory directory = new DagDirectory(database.catalog(), database.partitions());
    Deployments deployments = new Deployments(database.catalog(), directory);
    List<Catalog.Dag> dags = new ArrayList<>();
    int many = 1 + chance.below(3);
    List<String> before = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      Graph graph = schedules.add(new RandomGraph(chance, "dag" + i).make(before), before, TROUBLED);
      before.add(graph.dag());
      deployments.deploy(graph, "bundle", "bundle.jar", "code".getBytes(StandardCharsets.UTF_8));
      dags.add(Objects.requireNonNull(directory.find(graph.dag())));
    }
    return dags;
  }

  /// What its schedules are drawn from.
  RandomSchedules schedules() {
    return schedules;
  }

  Faults faults() {
    return faults;
  }

  long now() {
    return now;
  }

  long newIncarnation() {
    return ++incarnations;
  }

  /// Some scheduler hears of a process of an agent, and tells the database.
  void heard(long incarnation) {
    lastHeard.put(incarnation, now);
  }

  /// When some scheduler heard of a process of an agent last, in milliseconds since 1970; 0 for never.
  long lastHeard(long incarnation) {
    return lastHeard.getOrDefault(incarnation, 0L);
  }

  /// Makes the graphs of a DAG unreadable for a while.
  void makeUnreadable(int dag, long millis) {
    unreadable.put(dag, now + millis);
  }

  boolean unreadable(int dag) {
    return unreadable.getOrDefault(dag, 0L) > now;
  }

  /// Counts what went wrong.
  void count(FaultKind faultKind) {
    reached.merge(faultKind, 1, Integer::sum);
  }

  /// Notes what happened.
  void tell(String what) {
    story.tell(now - start, what);
  }

  /// Plans something, after some milliseconds.
  void at(long delay, @Nullable SerialActor part, String name, Runnable action) {
    eventQueue.add(now + delay, part, name, action);
  }

  /// Plans what somebody gets as a message: late, twice or never, as the network pleases.
  void send(@Nullable SerialActor part, String name, Runnable action) {
    if (chance.hits(faults.lost())) {
      count(FaultKind.MESSAGE_LOST);
      tell("lost: " + name);
      return;
    }
    at(chance.between(0, faults.late()), part, name, action);
    if (chance.hits(faults.twice())) {
      count(FaultKind.MESSAGE_TWICE);
      at(chance.between(0, faults.late()), part, name + " (again)", action);
    }
  }

  Host startHost(int place) {
    Host host = new Host(this, place, "node-" + place + "-" + ++names);
    if (place < hosts.size()) {
      hosts.set(place, host);
    } else {
      hosts.add(host);
    }
    host.start();
    return host;
  }

  /// Lets other things happen, up to a time, while a call lasts.
  void meanwhile(long millis) {
    long until = now + millis;
    depth++;
    try {
      while (nextBefore(until)) {
        step();
      }
    } finally {
      depth--;
    }
    now = Math.max(now, until);
  }

  /// Whether the process ends at this boundary.
  boolean crashesHere() {
    boundaries++;
    return boundaries == simulationOptions.crashAt() || chance.hits(faults.crash());
  }

  /// Boundaries that were passed.
  long boundaries() {
    return boundaries;
  }

  /// Whether a call may still let other things happen.
  boolean mayNest() {
    return depth < DEEPEST;
  }

  private boolean nextBefore(long until) {
    Event next = eventQueue.peek();
    return next != null && next.at() <= until;
  }

  /// Does something where a thrown violation would be swallowed.
  void watch(Runnable check) {
    try {
      check.run();
    } catch (Violation violation) {
      seen = violation;
    }
  }

  private void step() {
    if (seen != null) {
      throw seen;
    }
    Event event = eventQueue.poll();
    if (event == null) {
      return;
    }
    now = Math.max(now, event.at());
    SerialActor part = event.part();
    if (part == null) {
      tell(event.name());
      event.action().run();
      return;
    }
    if (!part.host().alive()) {
      return;
    }
    if (!part.canRun()) {
      part.postpone(event);
      return;
    }
    tell(event.name());
    try {
      part.run(event.action());
    } catch (Violation violation) {
      seen = seen == null ? violation : seen; // a future may swallow it
      throw violation;
    } catch (Crash crash) {
      part.host().die("at a boundary");
    }
    part.release(this);
  }

  /// Runs the world to its end.
  void run() {
    meanwhile(chance.between(TROUBLED / 3, TROUBLED));
    heal();
    long end = now + PATIENCE;
    String open = openWork();
    while (!open.isEmpty() && now < end) {
      meanwhile(1_000);
      open = openWork();
    }
    Violation.require(open.isEmpty(), Invariant.LIVENESS,
        "an hour after everything was healed: " + open + checker.openRuns());
    ZoneOffsetTransition transition = schedules.transition();
    if (transition != null && now > transition.getInstant().toEpochMilli()) {
      count(transition.isGap() ? FaultKind.CLOCKS_GO_FORWARD : FaultKind.CLOCKS_GO_BACK);
    }
    checker.checkEnd();
    clients.forEach(Client::checkEnd);
    hosts.forEach(Host::compareState);
    if (seen != null) {
      throw seen;
    }
  }

  private void heal() {
    tell("everything is healed");
    faults = faults.healed();
    unreadable.clear();
    supervisor.heal();
    operator.heal();
    agents.forEach(SimulatedAgent::heal);
  }

  private String openWork() {
    for (Client client : clients) {
      if (!client.done()) {
        return client + " waits for an answer";
      }
    }
    if (checker.hasOpenRuns()) {
      return "a run has not ended";
    }
    String open = checker.openSlots(now);
    if (!open.isEmpty()) {
      return open;
    }
    for (SimulatedAgent agent : agents) {
      if (!agent.idle()) {
        return agent + " has reports that nobody acknowledged, or work";
      }
    }
    return checker.tablesBehind();
  }
}
