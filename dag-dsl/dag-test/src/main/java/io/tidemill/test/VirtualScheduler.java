package io.tidemill.test;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.OnAssetsNode;
import io.tidemill.dsl.value.ValueCodec;
import io.tidemill.dsl.value.ValueException;
import io.tidemill.engine.Engine;
import io.tidemill.engine.Turn;
import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.MessageSent;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.RunFact;
import io.tidemill.engine.fact.TaskFact;
import io.tidemill.engine.input.ActivateVersion;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.MessageReceived;
import io.tidemill.engine.input.TaskStarted;
import io.tidemill.engine.input.TimersDue;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.state.Address;
import io.tidemill.engine.state.Links;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.Timer;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// DAGs on the real engine with one virtual agent and a virtual clock: one partition without a journal. What happens next is what is
/// due first; of attempts that end at the same time, what was begun first.
final class VirtualScheduler {
  /// 2026-01-01T00:00:00Z, so that a story is the same every day.
  static final long START = 1_767_225_600_000L;
  /// Most runs of a test.
  static final int MOST_RUNS = 10_000;
  private static final int PARTITION = 0;

  private final Map<Integer, VirtualDag<?>> dags = new LinkedHashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<RunKey, VirtualRun<?>> runs = new LinkedHashMap<>();
  private final ArrayDeque<MessageReceived> messages = new ArrayDeque<>();
  private final ValueTable values = new ValueTable();
  private final PartitionState state;
  private final VirtualAgent agent;
  private final SchedulerTrace story;
  private final PrintStream out;
  private final boolean together;
  private long entropy;
  private long now;
  private int commands;
  private @Nullable Object given;
  private List<String> over = List.of();

  private record RunKey(int dag, long run) {}

  private VirtualScheduler(long now, int slots, long seed, PrintStream out, boolean together) {
    this.now = now;
    this.out = out;
    this.together = together;
    agent = new VirtualAgent(slots);
    entropy = seed;
    story = new SchedulerTrace();
    state = new PartitionState((dag, version) -> dag(dag).script().compiled(), (dag, run, chunks) -> {
      throw new IllegalStateException("Expected every run to be in memory");
    });
  }

  /// For one run.
  ///
  /// @param now its time, in milliseconds since 1970
  static VirtualScheduler ofRun(long now, int slots, long seed, PrintStream out) {
    return new VirtualScheduler(now, slots, seed, out, false);
  }

  /// For many runs, whose lines are printed with their names.
  ///
  /// @param now its time, in milliseconds since 1970
  static VirtualScheduler ofRuns(long now, int slots, long seed, PrintStream out) {
    return new VirtualScheduler(now, slots, seed, out, true);
  }

  /// Takes in a DAG. All of them come before anything else.
  <P> VirtualDag<P> add(Dag<P> dag, Stubs script) {
    VirtualDag<P> added = new VirtualDag<>(number(dag.id()), dag, script);
    dags.put(added.number(), added);
    return added;
  }

  /// Number of a DAG or asset by its id in the catalog.
  private int number(String id) {
    return numbers.computeIfAbsent(id, unused -> numbers.size() + 1);
  }

  private VirtualDag<?> dag(int number) {
    return Objects.requireNonNull(dags.get(number), "DAG " + number);
  }

  Collection<VirtualDag<?>> dags() {
    return dags.values();
  }

  PartitionState state() {
    return state;
  }

  SchedulerTrace story() {
    return story;
  }

  long now() {
    return now;
  }

  void advance(long time) {
    now = Math.max(now, time);
  }

  /// Runs in the order in which they were created.
  List<VirtualRun<?>> runs() {
    return new ArrayList<>(runs.values());
  }

  /// Puts the schedules of all DAGs, and the assets they run on, in force.
  void activate() {
    for (VirtualDag<?> each : dags.values()) {
      Graph graph = each.dag().graph();
      tell(new ActivateVersion(each.number(), graph.dag(), each.script().compiled().version(), graph.tags(),
          graph.overlap(), graph.schedules(), links(graph)));
    }
  }

  private Links links(Graph graph) {
    Set<String> ids = new TreeSet<>();
    graph.tasks().forEach(task -> task.produces().forEach(asset -> ids.add(Links.asset(asset))));
    OnAssetsNode on = graph.onAssets();
    if (on != null) {
      on.assets().forEach(asset -> ids.add(Links.asset(asset)));
    }
    graph.schedules().forEach(schedule -> schedule.requires().forEach(each -> ids.add(each.dag())));
    Map<String, Address> addresses = new HashMap<>();
    ids.forEach(id -> addresses.put(id, new Address(number(id), PARTITION)));
    return new Links(PARTITION, addresses, on);
  }

  /// Number of an asset that a DAG produces or runs on, 0 for none.
  int asset(String name) {
    return numbers.getOrDefault(Links.asset(name), 0);
  }

  /// Creates a run.
  ///
  /// @param params its parameters, null where they are made of the slot
  /// @param winning parameters as `name=value` that win over those made of the slot
  <P> VirtualRun<?> create(VirtualDag<P> dag, Trigger trigger, @Nullable P params, List<String> winning) {
    given = params;
    over = winning;
    submit(new CreateRun(dag.number(), dag.script().compiled().version(), null, value(dag.dag(), params), trigger));
    given = null;
    over = List.of();
    return Objects.requireNonNull(runs.get(new RunKey(dag.number(), state.dag(dag.number()).lastRun())));
  }

  private <P> Value value(Dag<P> dag, @Nullable P params) {
    if (params == null) {
      return Value.NONE;
    }
    try {
      return values.put(new ValueCodec().form(dag.paramsType()), params);
    } catch (ValueException e) {
      throw new IllegalArgumentException("Expected parameters that can travel, but: " + e.getMessage(), e);
    }
  }

  /// Sends a command.
  Reply submit(Command command) {
    return Objects.requireNonNull(tell(new CommandReceived("command-" + ++commands, command)).reply());
  }

  /// Goes on until a run has ended.
  DagResult toEnd(VirtualRun<?> run) {
    while (run.run().outcome() == null) {
      if (!step(Long.MAX_VALUE)) {
        throw new IllegalStateException(
            "Expected the run to go on, but nothing is left to wait for\n" + run.result(now).story());
      }
    }
    return run.result(now);
  }

  /// Does what is due next, at the time at which it is.
  ///
  /// @param until what is due then, or later, is left for another time
  /// @return false where there was nothing
  boolean step(long until) {
    Timer timer = state.nextTimer();
    long due = timer == null ? Long.MAX_VALUE : timer.at();
    long end = agent.nextEnd();
    if (Math.min(due, end) >= until) {
      return false;
    }
    if (end <= due) {
      now = Math.max(now, end);
      tell(agent.end());
    } else {
      now = Math.max(now, due);
      tell(new TimersDue());
    }
    return true;
  }

  private Turn tell(Input input) {
    Turn turn = decide(input);
    for (MessageReceived next = messages.poll(); next != null; next = messages.poll()) {
      decide(next);
    }
    return turn;
  }

  private Turn decide(Input input) {
    Turn turn = new Turn(state, now, agent::take, entropy++);
    Engine.decide(input, turn);
    turn.facts().forEach(this::note);
    turn.effects().forEach(this::act);
    return turn;
  }

  private void note(Fact fact) {
    switch (fact) {
      case RunCreated f -> {
        created(f);
        run(f.dag(), f.run()).tell(f, now);
      }
      case RunFact f -> run(f.dag(), f.run()).tell(f, now);
      case TaskFact f -> run(f.dag(), f.run()).tell(f, now);
      case MessageSent f -> messages.add(new MessageReceived(f.receiver(), f.dag(), f.n(), f.message()));
      default -> {
        // It is about no run.
      }
    }
    String line = story.tell(fact, now, name(fact.dag()));
    if (together && !line.isEmpty()) {
      out.println(line);
    }
  }

  private void created(RunCreated fact) {
    if (runs.size() == MOST_RUNS) {
      throw new IllegalStateException("Expected at most " + MOST_RUNS + " runs of a test, but there are more at "
          + SchedulerTrace.time(now) + "; take a shorter time, or look for DAGs that start each other without end:\n"
          + story.last());
    }
    VirtualDag<?> dag = dag(fact.dag());
    runs.put(new RunKey(fact.dag(), fact.run()), dag.created(state.existing(fact.dag(), fact.run()), given, over,
        values, now, together ? dag.dag().id() + "/" + fact.run() : "", out));
  }

  /// Id of a DAG, or name of an asset.
  private String name(int number) {
    VirtualDag<?> dag = dags.get(number);
    if (dag != null) {
      return dag.dag().id();
    }
    return numbers.entrySet()
        .stream()
        .filter(each -> each.getValue() == number)
        .map(each -> Links.isAsset(each.getKey()) ? Links.assetName(each.getKey()) : each.getKey())
        .findFirst()
        .orElse("");
  }

  private VirtualRun<?> run(int dag, long run) {
    return Objects.requireNonNull(runs.get(new RunKey(dag, run)), "run " + dag + "/" + run);
  }

  private void act(Effect effect) {
    switch (effect) {
      case AssignTask task -> {
        VirtualRun<?> run = run(task.ref().dag(), task.ref().run());
        run.begin(task, agent, now);
        if (run.millis(task) > 0) {
          decide(new TaskStarted(task.ref().dag(), task.ref().run(), task.task(), task.attempt(), task.nonce(), 0));
        }
      }
      case AssignShards shards -> run(shards.ref().dag(), shards.ref().run()).begin(shards, agent, now);
      case StopAttempt stop -> agent.stop(stop, now);
    }
  }
}
