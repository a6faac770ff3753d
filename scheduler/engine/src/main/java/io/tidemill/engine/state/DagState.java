package io.tidemill.engine.state;

import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.OverlapPolicy;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One DAG of a partition: its active runs, and what outlives them.
public final class DagState {
  /// Most trigger keys a DAG remembers in memory; older ones are found in the query tables.
  public static final int REMEMBERED_KEYS = 10_000;

  private final int number;
  private final Map<Long, RunState> runs = new LinkedHashMap<>();
  private final Map<String, Long> keys = new LinkedHashMap<>();
  private final CommandAnswers answers = new CommandAnswers();
  private final Map<String, ScheduleState> schedules = new LinkedHashMap<>();
  private final ArrayDeque<SlotRef> waiting = new ArrayDeque<>();
  private final PauseHistory pauses = new PauseHistory();
  private final DagLinks links = new DagLinks();
  private final TreeMap<Long, BackfillState> backfills = new TreeMap<>();
  private long lastBackfill;
  private long endedBackfillRun;
  private String id = "";
  private int version;
  private List<String> tags = List.of();
  private OverlapNode overlap = OverlapNode.DEFAULT;
  private long lastRun;
  private long heldBy;
  private int slotRuns;
  private boolean dirty;
  long timerAt = Deadlines.NEVER;
  long assetsTimerAt = Deadlines.NEVER;
  long latenessTimerAt = Deadlines.NEVER;

  public DagState(int number) {
    this.number = number;
  }

  /// Number of the DAG.
  public int number() {
    return number;
  }

  /// Active runs, and ended ones whose end is not yet in the tables, by number.
  public Map<Long, RunState> runs() {
    return runs;
  }

  /// Runs by the key of their trigger, of those created lately.
  public Map<String, Long> keys() {
    return keys;
  }

  /// Notes the key of a run's trigger.
  public void remember(String key, long run) {
    keys.put(key, run);
    if (keys.size() > REMEMBERED_KEYS) {
      var oldest = keys.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /// Answers to the commands that were applied lately.
  public CommandAnswers answers() {
    return answers;
  }

  /// Number of the newest run, 0 before the first.
  public long lastRun() {
    return lastRun;
  }

  /// Notes the number of a run.
  public void sawRun(long run) {
    if (run > lastRun) {
      lastRun = run;
      dirty = true;
    }
  }

  /// Id of the DAG, empty while no version was activated.
  public String id() {
    return id;
  }

  /// Number of the version whose schedules are in force, 0 for none.
  public int version() {
    return version;
  }

  /// Words that name groups of DAGs, sorted.
  public List<String> tags() {
    return tags;
  }

  /// What becomes of a slot that is due while runs of earlier slots are active.
  public OverlapNode overlap() {
    return overlap;
  }

  /// Puts a version in force. Its schedules are set one by one.
  public void activate(String dagId, int number, List<String> words, OverlapNode policy) {
    id = dagId;
    version = number;
    tags = words;
    overlap = policy;
    dirty = true;
  }

  /// Schedules by name, those that are no longer declared included: how far they are decided is known for ever.
  public Map<String, ScheduleState> schedules() {
    return schedules;
  }

  /// The schedule with that name, made if it is new.
  public ScheduleState schedule(String name) {
    dirty = true;
    return schedules.computeIfAbsent(name, ScheduleState::new);
  }

  /// Slots that wait for the end of the runs before them, first come first. Appliers keep it.
  public ArrayDeque<SlotRef> waiting() {
    return waiting;
  }

  /// Backfills that have not ended, and ended ones whose end is not yet in the tables, by number. Appliers keep it.
  public TreeMap<Long, BackfillState> backfills() {
    return backfills;
  }

  /// A backfill that must be in memory because a fact names it.
  ///
  /// @throws IllegalStateException if it is not
  public BackfillState backfill(long backfill) {
    BackfillState state = backfills.get(backfill);
    if (state == null) {
      throw new IllegalStateException("Expected backfill " + backfill + " of DAG " + number
          + " to be in memory, but it is not");
    }
    dirty = true;
    return state;
  }

  /// Adds a backfill.
  public void add(BackfillState backfill) {
    backfills.put(backfill.number(), backfill);
    sawBackfills(backfill.number(), endedBackfillRun);
  }

  /// Number of the newest backfill, 0 before the first.
  public long lastBackfill() {
    return lastBackfill;
  }

  /// Number of the newest run that was created by a backfill that has ended, 0 before the first.
  public long endedBackfillRun() {
    return endedBackfillRun;
  }

  /// Notes the number of a backfill, and of a run that was created by one that has ended.
  public void sawBackfills(long backfill, long run) {
    lastBackfill = Math.max(lastBackfill, backfill);
    endedBackfillRun = Math.max(endedBackfillRun, run);
    dirty = true;
  }

  /// Notes how a run stands, if a backfill created it.
  void track(RunState run) {
    if (run.trigger() instanceof Trigger.Backfill trigger) {
      BackfillState backfill = backfills.get(trigger.backfill());
      if (backfill != null && backfill.track(run.number(), run.underWay(), run.cancelRequested())) {
        dirty = true;
      }
    }
  }

  /// What connects it with other DAGs and assets.
  public DagLinks links() {
    return links;
  }

  /// Pauses of the DAG itself.
  public PauseHistory pauses() {
    return pauses;
  }

  /// The run of a slot that ended without success last, 0 where none keeps later ones waiting. Counts under
  /// [OverlapPolicy#STRICT_SEQUENTIAL] only.
  public long heldBy() {
    return heldBy;
  }

  /// Notes which run keeps later slots waiting, 0 for none.
  public void heldBy(long run) {
    if (heldBy != run) {
      heldBy = run;
      dirty = true;
    }
  }

  /// Active runs of slots. A run that was made active again does not count.
  public int slotRuns() {
    return slotRuns;
  }

  /// Changes the number of active runs of slots.
  void addSlotRuns(int change) {
    slotRuns += change;
  }

  /// Whether the overlap policy lets one more slot run now.
  public boolean hasRoom() {
    return hasRoom(0);
  }

  /// Whether it lets one more slot run once so many more run.
  public boolean hasRoom(int more) {
    int active = slotRuns + more;
    return switch (overlap.policy()) {
      case ALLOW -> active < overlap.limit();
      case QUEUE, QUEUE_LATEST, SKIP, CANCEL_OLD -> active == 0;
      case STRICT_SEQUENTIAL -> active == 0 && heldBy == 0;
    };
  }

  /// Notes that something changed since it was last looked at.
  public void touch() {
    dirty = true;
  }

  /// Whether anything but its runs changed since [#clean].
  public boolean dirty() {
    return dirty || answers.clean() < answers.last();
  }

  /// Forgets that something changed.
  public void clean() {
    dirty = false;
    answers.markClean();
  }
}
