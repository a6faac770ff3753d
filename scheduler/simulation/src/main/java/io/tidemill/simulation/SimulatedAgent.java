package io.tidemill.simulation;

import static io.tidemill.simulation.Violation.require;

import io.tidemill.dsl.AgentLost;
import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.input.AgentReturned;
import io.tidemill.engine.input.ShardsReported;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.Timing;
import io.tidemill.runtime.Completion;
import io.tidemill.simulation.AgentReport.Key;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An agent as guarantees R5 to R8 ask for it: takes an assignment once, refuses those of old owners, repeats its reports
/// until they are acknowledged, and keeps them over its own crash.
final class SimulatedAgent {
  /// Type of the failures bodies report.
  static final String FAILURE = "SimulatedFailure";
  /// A label that some agents carry.
  static final String LABEL = "gpu";
  /// A queue that some agents serve beside the default one.
  static final String QUEUE = "night";
  private static final long REPEAT = 3_000;
  /// How long a body that is to stop may take before its process ends.
  private static final long GRACE = 10_000;

  private final World world;
  private final String name;
  private final int slots;
  private final double failing;
  private final long[] epochs;
  private final Map<Long, AgentReport> unacknowledged = new LinkedHashMap<>();
  private final Map<Long, Job> jobs = new LinkedHashMap<>();
  private final ArrayDeque<Unit> queue = new ArrayDeque<>();
  private final List<Unit> running = new ArrayList<>();
  private final NetworkLink line;
  private final boolean able;
  /// Its processes that have ended.
  private final Set<Long> earlier = new TreeSet<>();
  /// Reports of them that are not acknowledged.
  private final Set<Long> inherited = new HashSet<>();
  private long incarnation;
  private long reports;
  private boolean alive = true;
  private boolean draining;
  private boolean cutOff;
  private boolean cameBack;

  /// @param able whether it carries [#LABEL] and serves [#QUEUE] beside the default one
  SimulatedAgent(World world, String name, boolean able) {
    this.able = able;
    this.world = world;
    this.name = name;
    slots = 1 + world.chance.below(4);
    failing = world.chance.rate(0.4);
    epochs = new long[world.database.partitions()];
    incarnation = world.newIncarnation();
    line = new NetworkLink(world, this);
    line.begin();
    world.at(REPEAT, null, name + " repeats", this::repeat);
  }

  /// What a body of that attempt says, so that it can be told who said it.
  static String said(long nonce) {
    return "said by " + Long.toHexString(nonce);
  }

  /// Slots that more work may be sent for.
  int room() {
    return alive && !draining && !cutOff ? 2 * slots - queue.size() - running.size() : 0;
  }

  /// Whether it serves a queue and carries labels.
  boolean serves(String wanted, List<String> labels) {
    return able || wanted.isEmpty() && labels.isEmpty();
  }

  /// Whether messages get through between it and a scheduler.
  boolean reaches(Host host) {
    return line.reaches(host);
  }

  boolean alive() {
    return alive;
  }

  long incarnation() {
    return incarnation;
  }

  /// Nonce of something that waits for a slot, null if nothing does.
  @Nullable Long waiting() {
    return queue.isEmpty() ? null : queue.getLast().job.key.nonce();
  }

  /// What it has of which the end is not durable, by its own account.
  Set<AgentReturned.InventoryItem> inventory() {
    Set<AgentReturned.InventoryItem> held = new LinkedHashSet<>();
    jobs.values().stream().filter(job -> !job.open.isEmpty() || job.flushing).forEach(job -> held.add(held(job.key)));
    unacknowledged.values().forEach(report -> held.add(held(report.key())));
    return held;
  }

  private static AgentReturned.InventoryItem held(Key key) {
    return new AgentReturned.InventoryItem(key.dag(), key.run(), key.task(), key.attempt(), key.nonce());
  }

  /// Opens a session with a scheduler.
  void connect(Host host) {
    reconnect(host, world.chance.between(0, 300));
  }

  /// Opens a session again that broke.
  void reconnectLater(Host host) {
    reconnect(host, world.chance.between(300, world.chance.hits(0.1) ? 60_000 : 3_000));
  }

  /// Opens a session again when the scheduler is reached again.
  void connectWhenReached(Host host) {
    reconnect(host, line.cutFor(host) + world.chance.between(1, 300));
  }

  private void reconnect(Host host, long delay) {
    long as = incarnation;
    world.at(delay, host.edge(), name + " connects to " + host, () -> {
      if (alive && as == incarnation && reaches(host)) {
        host.gateway().open(this, as);
      } else if (alive && as == incarnation) {
        connectWhenReached(host);
      }
    });
  }

  /// A session is open.
  void opened(Host host) {
    cutOff = false;
    line.begin(); // its hello was answered
    cameBack = true;
    host.gateway().draining(incarnation, draining);
    tellLeftBehind(host);
  }

  /// First what its earlier processes had finished is acknowledged, then everything else they had is gone.
  private void tellLeftBehind(Host host) {
    if (!earlier.isEmpty() && inherited.stream().noneMatch(unacknowledged::containsKey)) {
      host.gateway().predecessorLost(incarnation, Set.copyOf(earlier));
    }
  }

  /// A scheduler answered.
  void answered() {
    if (cutOff) {
      world.hosts.forEach(this::connect);
    }
  }

  /// No scheduler answers: it stops its work but for what waits for its agent.
  void cutOff() {
    world.count(FaultKind.AGENT_CUT_OFF);
    world.tell(name + " is cut off");
    cutOff = true;
    if (!world.product.behavior().stopsWhenCutOff()) {
      return;
    }
    List<Unit> unstarted = queue.stream().filter(unit -> !waits(unit)).toList();
    queue.removeAll(unstarted);
    for (Unit unit : List.copyOf(running)) {
      if (!waits(unit)) {
        at(world.chance.between(0, GRACE - 1), unit, name + " stops " + unit,
            () -> end(unit, failure(Failure.Kind.LOST, unit.job)));
      }
    }
    unstarted.forEach(unit -> end(unit, failure(Failure.Kind.LOST, unit.job)));
  }

  private static boolean waits(Unit unit) {
    return unit.job.task.node().onAgentLost() == AgentLost.WAIT;
  }

  private void drain() {
    world.count(FaultKind.AGENT_DRAINED);
    draining = true;
    tellDraining();
    List<Unit> unstarted = List.copyOf(queue);
    queue.clear();
    unstarted.forEach(unit -> end(unit, failure(Failure.Kind.RELEASED, unit.job)));
    long as = incarnation;
    world.at(world.chance.between(1_000, 20_000), null, name + " takes work again", () -> {
      if (alive && as == incarnation) {
        draining = false;
        tellDraining();
      }
    });
  }

  private void tellDraining() {
    boolean now = draining;
    for (Host host : world.hosts) {
      world.at(world.chance.between(0, 100), host.edge(), name + (now ? " drains" : " serves"),
          () -> host.gateway().draining(incarnation, draining));
    }
  }

  /// Gives back what has not started of an assignment.
  void release(long nonce) {
    Job job = jobs.get(nonce);
    if (job == null) {
      return;
    }
    for (Unit unit : List.copyOf(job.open)) {
      if (queue.remove(unit)) {
        world.count(FaultKind.WORK_TAKEN_BACK);
        end(unit, failure(Failure.Kind.RELEASED, job));
      }
    }
  }

  /// Takes a message in.
  void receive(Effect effect, int partition, long epoch) {
    if (!alive || effect.agent() != incarnation) {
      return;
    }
    if (epoch < epochs[partition]) {
      world.count(FaultKind.OLD_OWNER_REFUSED_BY_AGENT);
      world.tell(name + " refuses epoch " + epoch);
      return;
    }
    epochs[partition] = epoch;
    switch (effect) {
      case AssignTask a -> accept(new Key(a.ref().dag(), a.ref().run(), a.task(), a.attempt(), a.nonce()),
          a.ref().compiled().task(a.task()), a.expand(), a.previous(), List.of(-1));
      case AssignShards a -> {
        List<Integer> shards = new ArrayList<>();
        a.spans().forEach(span -> {
          for (int shard = span.first(); shard < span.end(); shard++) {
            shards.add(shard);
          }
        });
        accept(new Key(a.ref().dag(), a.ref().run(), a.task(), 0, a.nonce()), a.ref().compiled().task(a.task()), false,
            null, shards);
      }
      case StopAttempt s -> stop(s);
    }
  }

  private void accept(Key key, CompiledTask task, boolean expand, AssignTask.@Nullable Previous previous,
      List<Integer> shards) {
    require(serves(task.node().queue(), task.node().labels()), Invariant.RIGHT_AGENT, key + " on " + this);
    if (jobs.containsKey(key.nonce()) && !(cameBack && world.product.behavior().startsRepeated())) {
      return;
    }
    Job job = new Job(key, task, expand, previous);
    jobs.put(key.nonce(), job);
    for (int shard : shards) {
      Unit unit = new Unit(job, shard);
      job.open.add(unit);
      if (draining || cutOff || world.chance.hits(world.faults().lost() / 4)) {
        end(unit, failure(Failure.Kind.RELEASED, job));
      } else {
        queue.add(unit);
      }
    }
    startNext();
  }

  private void stop(StopAttempt stop) {
    Job job = jobs.get(stop.nonce());
    if (job == null) {
      return;
    }
    for (Unit unit : List.copyOf(job.open)) {
      if (queue.remove(unit)) {
        end(unit, failure(Failure.Kind.CANCELLED, job));
      } else if (world.chance.hits(0.8)) {
        at(world.chance.between(0, 3_000), unit, name + " stops " + unit,
            () -> end(unit, failure(Failure.Kind.CANCELLED, job)));
      }
    }
  }

  private void startNext() {
    while (running.size() < slots && !queue.isEmpty()) {
      start(queue.remove());
    }
  }

  private void start(Unit unit) {
    Key key = unit.job.key;
    require(!draining, Invariant.RIGHT_AGENT, unit + " starts while " + this + " drains");
    require(world.executed.add(key + "[" + unit.shard), Invariant.ONE_EXECUTION, unit + " runs again");
    Unit other = world.running.put(unit.instance(), unit);
    require(other == null, Invariant.NO_OVERLAP, unit + " starts while " + other + " runs");
    running.add(unit);
    unit.startedAt = world.now();
    // Some go on for longer than an agent may be silent, in worlds where it comes to that.
    boolean lasts = world.chance.hits(world.faults().cut());
    long duration = lasts
        ? world.chance.between(40_000, 120_000)
        : world.chance.between(1, world.chance.hits(0.05) ? 30_000 : 2_000);
    at(duration, unit, name + " ends " + unit, () -> end(unit, outcome(unit.job)));
    if (!unit.job.expand && unit.shard < 0) {
      say(new AgentReport.Started(key, 0), Completion.NONE);
    }
  }

  private void at(long delay, Unit unit, String what, Runnable action) {
    world.at(delay, null, what, () -> {
      if (unit.job.open.contains(unit) && jobs.get(unit.job.key.nonce()) == unit.job) {
        action.run();
      }
    });
  }

  private @Nullable Failure outcome(Job job) {
    return world.chance.hits(failing) ? failure(Failure.Kind.FAILED, job) : null;
  }

  private Failure failure(Failure.Kind kind, Job job) {
    return new Failure(kind, FAILURE, said(job.key.nonce()), "Sim.java:1", "", world.chance.hits(0.9),
        world.chance.hits(0.1) ? 700 : -1);
  }

  private void end(Unit unit, @Nullable Failure failure) {
    unit.job.open.remove(unit);
    if (running.remove(unit)) {
      world.running.remove(unit.instance());
      if (world.chance.hits(world.faults().agentCrash())) {
        crash();
        return;
      }
      if (!draining && world.chance.hits(world.faults().drain())) {
        drain();
      }
    }
    report(unit, failure);
    startNext();
    for (Host host : world.hosts) {
      world.at(1, host.edge(), host + " hears of free slots", () -> host.node().slotsFreed());
    }
  }

  private void report(Unit unit, @Nullable Failure failure) {
    Job job = unit.job;
    long ran = unit.startedAt == 0 ? 0 : world.now() - unit.startedAt;
    if (unit.shard >= 0) {
      if (failure == null) {
        job.succeeded.add(unit.shard);
      } else {
        job.failed.add(new ShardsReported.Failed(unit.shard, failure, Timing.of(0, ran * 1000)));
      }
      if (!job.flushing) {
        job.flushing = true;
        world.at(world.chance.between(0, 100), null, name + " reports shards of " + job.key, () -> flush(job));
      }
    } else if (failure != null) {
      keep(new AgentReport.Failed(job.key, failure, ran));
    } else if (job.expand) {
      keep(expanded(job));
    } else {
      String variant = job.task.node().variants().isEmpty() ? "" : world.chance.of(job.task.node().variants());
      keep(new AgentReport.Succeeded(job.key, output(job), variant, ran));
    }
  }

  private void flush(Job job) {
    if (jobs.get(job.key.nonce()) != job) {
      return;
    }
    job.flushing = false;
    List<String> results = job.succeeded.stream().map(shard -> output(job)).toList();
    keep(new AgentReport.Shards(job.key, List.copyOf(job.succeeded), results, List.copyOf(job.failed)));
    job.succeeded.clear();
    job.failed.clear();
  }

  private String output(Job job) {
    return said(job.key.nonce()) + (world.chance.hits(0.1) ? " at length".repeat(120) : "");
  }

  /// The shards of a task. Where it had some before, some of them are there again, most with the same element.
  private AgentReport expanded(Job job) {
    List<String> keys = keys(job);
    AssignTask.Previous previous = job.previous;
    byte[] before = previous == null ? null : previous.keys().inline();
    if (before == null || world.chance.hits(0.1)) {
      return new AgentReport.Expanded(job.key, keys, null);
    }
    List<String> all = new ArrayList<>(PackedTexts.texts(before));
    List<Integer> order = new ArrayList<>();
    List<Integer> same = new ArrayList<>();
    for (int shard = 0; shard < all.size(); shard++) {
      if (world.chance.hits(0.7)) {
        order.add(shard);
        if (world.chance.hits(0.7)) {
          same.add(shard);
        }
      }
    }
    for (String key : keys) {
      order.add(0, all.size());
      all.add(key);
    }
    world.count(FaultKind.EXPANDED_AGAIN);
    return new AgentReport.Expanded(job.key, all, new TaskExpanded.Again(order.stream().mapToInt(i -> i).toArray(),
        same.stream().mapToInt(i -> i).toArray()));
  }

  private List<String> keys(Job job) {
    List<String> keys = new ArrayList<>();
    int count = world.chance.below(8);
    for (int i = 0; i < count; i++) {
      keys.add(said(job.key.nonce()) + " " + i);
    }
    return keys;
  }

  private void keep(AgentReport report) {
    long id = ++reports;
    unacknowledged.put(id, report);
    sayUntilAcknowledged(id, report);
  }

  private void sayUntilAcknowledged(long id, AgentReport report) {
    Host[] to = new Host[1];
    to[0] = say(report, new Completion() {
      @Override public void durable(@Nullable Reply reply) {
        to[0].boundary("an acknowledgement");
        checkApplied(report);
        world.send(null, name + " hears that " + report.key() + " is durable", () -> unacknowledged.remove(id));
      }

      @Override public void dropped(String reason) {
        world.story.mix(reason.hashCode());
      }
    });
  }

  private Host say(AgentReport report, Completion completion) {
    int partition = world.hosts.getFirst().dags().byNumber(report.dag()).partition();
    Host host = world.supervisor.host(partition);
    if (reaches(host)) {
      world.send(host.edge(), host + " gets " + report.getClass().getSimpleName() + " " + report.key(),
          () -> host.report(report, completion));
    }
    return host;
  }

  private void repeat() {
    if (alive) {
      Map.copyOf(unacknowledged)
          .entrySet()
          .stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(entry -> sayUntilAcknowledged(entry.getKey(), entry.getValue()));
      for (Host host : world.hosts) {
        if (reaches(host)) {
          world.at(1, host.edge(), name + " says what it left behind", () -> tellLeftBehind(host));
        }
      }
    }
    world.at(REPEAT, null, name + " repeats", this::repeat);
  }

  private void checkApplied(AgentReport report) {
    Key key = report.key();
    RunState run = world.checker.run(key.dag(), key.run());
    require(run != null, Invariant.ACKNOWLEDGED_IS_APPLIED, key + " of a run that is not there");
    ShardTable table = run == null ? null : run.table(key.task());
    Instance instance = run == null ? null : run.instance(key.task());
    if (run != null && report instanceof AgentReport.Shards shards) {
      for (int shard : shards.shards()) {
        require(!open(table, shard, key.nonce()), Invariant.ACKNOWLEDGED_IS_APPLIED, key + " shard " + shard);
      }
      for (ShardsReported.Failed failed : shards.failed()) {
        require(!open(table, failed.shard(), key.nonce()), Invariant.ACKNOWLEDGED_IS_APPLIED, key + " shard " + failed);
      }
    } else if (run != null && instance != null) {
      boolean open = table == null && run.state(key.task()).active() && instance.nonce == key.nonce();
      require(!open, Invariant.ACKNOWLEDGED_IS_APPLIED, report + ", but the journal says that it is under way");
    }
  }

  private static boolean open(@Nullable ShardTable table, int shard, long nonce) {
    return table != null && shard < table.size() && table.state(shard) == ShardState.ASSIGNED
        && table.nonce(shard) == nonce;
  }

  private void crash() {
    world.count(FaultKind.AGENT_DIED);
    world.tell(name + " dies");
    alive = false;
    earlier.add(incarnation);
    draining = false;
    cutOff = false;
    cameBack = false;
    running.forEach(unit -> world.running.remove(unit.instance()));
    running.clear();
    queue.clear();
    jobs.clear();
    world.hosts.forEach(host -> host.gateway().close(incarnation));
    world.at(world.chance.between(500, world.chance.hits(0.2) ? 90_000 : 20_000), null, name + " starts again",
        this::restart);
  }

  private void restart() {
    if (!alive) {
      alive = true;
      incarnation = world.newIncarnation();
      inherited.addAll(unacknowledged.keySet());
      line.begin();
      world.hosts.forEach(this::connect);
    }
  }

  void heal() {
    restart();
  }

  /// Whether it has nothing to do and nothing to say.
  boolean idle() {
    return alive && unacknowledged.isEmpty() && queue.isEmpty() && running.isEmpty();
  }

  @Override public String toString() {
    return name;
  }

  /// An assignment.
  private static final class Job {
    final Key key;
    final CompiledTask task;
    final boolean expand;
    final AssignTask.@Nullable Previous previous;
    final List<Unit> open = new ArrayList<>();
    final List<Integer> succeeded = new ArrayList<>();
    final List<ShardsReported.Failed> failed = new ArrayList<>();
    boolean flushing;

    Job(Key key, CompiledTask task, boolean expand, AssignTask.@Nullable Previous previous) {
      this.key = key;
      this.task = task;
      this.expand = expand;
      this.previous = previous;
    }
  }

  /// One body to run.
  static final class Unit {
    private final Job job;
    private final int shard;
    private long startedAt;

    Unit(Job job, int shard) {
      this.job = job;
      this.shard = shard;
    }

    String instance() {
      return job.key.dag() + "/" + job.key.run() + "/" + job.key.task() + "[" + shard;
    }

    @Override public String toString() {
      return job.key + (shard < 0 ? "" : " shard " + shard);
    }
  }
}
