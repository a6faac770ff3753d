package io.tidemill.test;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.graph.OnAssetsNode;
import io.tidemill.dsl.text.DurationText;
import io.tidemill.dsl.text.NearestName;
import io.tidemill.engine.input.RecordAssetEvent;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.state.AssetWait;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.HeldSlots;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Trigger;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs several DAGs together under a virtual clock, as a scheduler does: slots come due, tasks update assets that other DAGs run on,
/// slots wait for slots of other DAGs, and runs wait for each other as overlap policies say. What follows from what is decided by the
/// engine of the scheduler itself.
///
/// ```java
/// var load = Dag.define("load", d -> {
///   d.schedule(Cron.hourly(0, "UTC"));
///   d.task("write").produces(Asset.of("sales")).exec(ctx -> {});
/// });
/// var total = Dag.define("total", d -> {
///   d.schedule(Cron.daily("00:00", "UTC").requires("load"));
///   d.task("sum").exec(ctx -> {});
/// });
/// var chart = Dag.define("chart", d -> {
///   d.runOn(OnAssets.any(Asset.of("sales"), Asset.of("prices")));
///   d.task("draw").exec(ctx -> {});
/// });
/// var test = SchedulerTest.of(DagTest.of(load).takes("write", Duration.ofMinutes(5)), DagTest.of(total), DagTest.of(chart))
///     .at("2026-06-01").asset("prices", "2026-06-01T12:30");
///
/// test.runFor(Duration.ofHours(26));
///
/// assertEquals(26, test.runs("load").size());
/// assertEquals(Instant.parse("2026-06-02T00:05:00Z"), test.runs("total").getFirst().createdAt());
/// assertEquals("prices #1", test.runs("chart").get(13).origin());
/// ```
///
/// All DAGs are deployed at the time at which the test begins: only slots, and events of assets, from then on count. What [DagTest] says of a
/// DAG (stubs, failures, durations) holds for each of its runs. Not safe for use by several threads.
public final class SchedulerTest {
  private static final PrintStream SILENT = new PrintStream(OutputStream.nullOutputStream(), false,
      StandardCharsets.UTF_8);

  private final List<DagTest<?>> tests;
  private final PriorityQueue<Event> events = new PriorityQueue<>(
      Comparator.comparing(Event::at).thenComparing(Event::order));
  private Instant start = Instant.ofEpochMilli(VirtualScheduler.START);
  private PrintStream out = SILENT;
  private int slots = 8;
  private long seed;
  private int told;
  private int returned;
  private @Nullable VirtualScheduler scheduler;

  private record Event(Instant at, int order, String asset, String note) {}

  private SchedulerTest(List<DagTest<?>> tests) {
    this.tests = tests;
  }

  /// A test of those DAGs together. It begins on 2026-01-01 at midnight in UTC unless [#at] says otherwise.
  ///
  /// @throws IllegalArgumentException if there is none, or two have the same id
  public static SchedulerTest of(DagTest<?>... dags) {
    List<String> ids = Arrays.stream(dags).map(each -> each.dag().id()).toList();
    if (ids.isEmpty() || ids.stream().distinct().count() < ids.size()) {
      throw new IllegalArgumentException("Expected at least one DAG, and each once, but found " + ids);
    }
    return new SchedulerTest(List.of(dags));
  }

  /// Sets the virtual clock to the time at which the test begins.
  ///
  /// @param time a date or a local time in the zone of the first schedule of all DAGs, such as `2026-03-28` or `2026-03-28T02:00`, or
  ///     an instant such as `2026-03-28T01:00:00Z`
  /// @throws IllegalArgumentException if it is not such a time, or not after 1970 began
  /// @throws IllegalStateException if the test has begun
  public SchedulerTest at(String time) {
    return at(instant(time));
  }

  /// As [#at(String)].
  public SchedulerTest at(Instant time) {
    beforeBegin("time");
    if (!time.isAfter(Instant.EPOCH)) {
      throw new IllegalArgumentException("Expected a time after 1970-01-01T00:00:00Z, but found " + time + ".");
    }
    start = time;
    return this;
  }

  /// How many attempts run at a time, of all DAGs; 8 by default.
  public SchedulerTest slots(int atATime) {
    beforeBegin("number of slots");
    if (atATime < 1) {
      throw new IllegalArgumentException("Expected at least 1 slot, but found " + atATime);
    }
    slots = atATime;
    return this;
  }

  /// Decides about everything random: the jitter of retries. 0 by default.
  public SchedulerTest seed(long value) {
    beforeBegin("seed");
    seed = value;
    return this;
  }

  /// Prints what happens while it happens. Nothing is printed by default.
  public SchedulerTest print(PrintStream to) {
    beforeBegin("stream");
    out = Objects.requireNonNull(to, "to");
    return this;
  }

  private void beforeBegin(String what) {
    if (scheduler != null) {
      throw new IllegalStateException(
          "Expected the " + what + " before the test begins, but it has begun; say it before"
              + " the first runFor(…) or start(…).");
    }
  }

  /// Lets something outside update an asset now, at the virtual time. The DAGs that run on it are told with the next [#runFor].
  public SchedulerTest asset(String name) {
    return asset(name, now(), "");
  }

  /// Lets something outside update an asset at a time to come.
  ///
  /// @param time written as for [#at(String)]
  public SchedulerTest asset(String name, String time) {
    return asset(name, instant(time), "");
  }

  /// As [#asset(String, String)].
  ///
  /// @param note what is said about the event, up to 1,000 characters
  /// @throws IllegalArgumentException if no DAG of the test runs on the asset, or the time is gone
  public SchedulerTest asset(String name, Instant time, String note) {
    List<String> known = tests.stream()
        .flatMap(each -> Stream.ofNullable(each.dag().graph().onAssets()))
        .flatMap(each -> each.assets().stream())
        .distinct()
        .sorted()
        .toList();
    if (!known.contains(name)) {
      String hint = NearestName.hint(name, known);
      throw new IllegalArgumentException("Expected an asset that a DAG of the test runs on, but found '" + name + "'; "
          + (hint.isEmpty() ? "there are " + known : hint));
    }
    if (scheduler != null && time.isBefore(now())) {
      throw new IllegalArgumentException("Expected a time from " + now() + " on, but found " + time + ".");
    }
    events.add(new Event(time, told++, name, note));
    return this;
  }

  private Instant instant(String time) {
    Dag<?> first = tests.stream()
        .<Dag<?>>map(DagTest::dag)
        .filter(each -> !each.graph().schedules().isEmpty())
        .findFirst()
        .orElse(tests.getFirst().dag());
    return ScheduleTest.instant(first, time);
  }

  /// The virtual time.
  public Instant now() {
    return scheduler == null ? start : Instant.ofEpochMilli(scheduler.now());
  }

  /// Starts a run of a DAG by hand, now. Its tasks run with the next [#runFor].
  ///
  /// @param pairs its parameters as `name=value`; what is not given takes its default
  /// @throws IllegalArgumentException if no DAG of the test has this id, or the parameters do not fit
  public TestRun start(String dag, String... pairs) {
    return new TestRun(begun(), start(find(dag), List.of(pairs)));
  }

  private <P> VirtualRun<?> start(VirtualDag<P> dag, List<String> pairs) {
    return begun().create(dag, new Trigger.Manual("test"), new RunParams<>(dag.dag()).of(pairs), List.of());
  }

  private VirtualDag<?> find(String id) {
    return begun().dags()
        .stream()
        .filter(each -> each.dag().id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Expected a DAG of the test, but found '" + id + "'; there are "
            + tests.stream().map(each -> each.dag().id()).toList()));
  }

  /// Runs again what failed in a run, with all that depends on it, as `tidemill rerun` does. Its tasks run with the next [#runFor].
  ///
  /// @throws IllegalStateException if the run is under way, or nothing of it failed
  public void rerun(TestRun run) {
    VirtualScheduler virtual = begun();
    if (virtual.submit(new Rerun(find(run.dag()).number(), run.number(), List.of(), true,
        null)) instanceof Refused refused) {
      throw new IllegalStateException(refused.message());
    }
  }

  /// Lets time pass, with everything that is due before its end. A run that has not ended by then goes on in the next call.
  ///
  /// @return the runs that were created since the call before, in that order
  /// @throws IllegalArgumentException if the time is negative
  /// @throws IllegalStateException if the test has more than 10,000 runs, or a shard that was stubbed or was to fail never came up
  public List<TestRun> runFor(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("Expected time to go forwards, but found " + DurationText.of(duration) + ".");
    }
    VirtualScheduler virtual = begun();
    long end = now().plus(duration).toEpochMilli();
    while (true) {
      Event event = events.peek();
      long next = event == null ? end : Math.min(end, event.at.toEpochMilli());
      if (virtual.step(next)) {
        continue;
      }
      if (event == null || event.at.toEpochMilli() >= end && !event.at.equals(now())) {
        break;
      }
      events.remove();
      virtual.advance(next);
      virtual.submit(new RecordAssetEvent(virtual.asset(event.asset), "test", event.note));
    }
    virtual.advance(end);
    unseen(virtual);
    List<TestRun> all = runs();
    List<TestRun> fresh = all.subList(returned, all.size());
    returned = all.size();
    return fresh;
  }

  private static void unseen(VirtualScheduler virtual) {
    List<String> unused = virtual.dags().stream().flatMap(each -> each.script().neverSeen().stream()).toList();
    if (!unused.isEmpty()) {
      throw new IllegalStateException("Expected every shard named by the test to come up, but these did not: "
          + String.join(", ", unused));
    }
  }

  /// All runs so far, in the order in which they were created.
  public List<TestRun> runs() {
    VirtualScheduler virtual = begun();
    return virtual.runs().stream().map(each -> new TestRun(virtual, each)).toList();
  }

  /// All runs of a DAG so far, in the order in which they were created.
  ///
  /// @throws IllegalArgumentException if no DAG of the test has this id
  public List<TestRun> runs(String dag) {
    String id = find(dag).dag().id();
    return runs().stream().filter(each -> each.dag().equals(id)).toList();
  }

  /// What the DAGs of the test wait for before they run by themselves, a line each, as `tidemill why` says it: slots that are due and lack
  /// slots of other DAGs, and assets of which some had events and some did not.
  public List<String> waiting() {
    VirtualScheduler virtual = begun();
    List<String> lines = new ArrayList<>();
    for (VirtualDag<?> each : virtual.dags()) {
      DagState dag = virtual.state().dag(each.number());
      dag.links().held().stream().flatMap(slot -> waiting(dag, slot)).forEach(lines::add);
      AssetWait wait = dag.links().assetWait();
      OnAssetsNode on = wait.node();
      Stream<String> all = on == null || wait.pending().isEmpty() ? Stream.of() : on.assets().stream();
      all
          .filter(asset -> !wait.pending().containsKey(asset))
          .forEach(asset -> lines.add(dag.id() + " waits for an event of " + asset));
    }
    return lines;
  }

  private static Stream<String> waiting(DagState dag, SlotRef slot) {
    HeldSlots.Gap gap = HeldSlots.gap(dag, slot);
    return gap == null
        ? Stream.empty()
        : Stream.of(dag.id() + " slot " + SchedulerTrace.time(slot.time()) + " waits for " + gap.required().text()
            + " from " + SchedulerTrace.time(gap.from()) + (gap.problem().isEmpty() ? "" : ": " + gap.problem()));
  }

  /// What happened, line by line, for a look at a test that fails: runs, slots without one, and events of assets.
  public String story() {
    return begun().story().toString();
  }

  @Override public String toString() {
    return scheduler == null ? "not begun" : story();
  }

  private VirtualScheduler begun() {
    VirtualScheduler known = scheduler;
    if (known == null) {
      // A slot at the very beginning belongs to the test.
      known = VirtualScheduler.ofRuns(start.toEpochMilli() - 1, slots, seed, out);
      for (DagTest<?> test : tests) {
        test.addTo(known);
      }
      known.activate();
      known.advance(start.toEpochMilli());
      scheduler = known;
      Event first = events.peek();
      if (first != null && first.at.isBefore(start)) {
        throw new IllegalArgumentException("Expected events of assets from " + start + " on, but found one of "
            + first.asset + " at " + first.at + ".");
      }
    }
    return known;
  }
}
