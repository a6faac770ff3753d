package io.tidemill.dsl;

import io.tidemill.dsl.graph.GroupNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A DAG being declared: one per call of [Dag#define], used by the thread of that call only.
final class DagBuild {
  final String dag;
  final Problems problems = new Problems();
  final Limits limits = new Limits(problems);
  final List<Declaration> tasks = new ArrayList<>();
  final List<Branching> branches = new ArrayList<>();
  final Map<String, GroupDraft> groups = new LinkedHashMap<>();
  @Nullable Settings defaults;
  String doc = "";
  String owner = "";
  final TreeSet<String> tags = new TreeSet<>();
  @Nullable Duration runDeadline;
  @Nullable Duration cancelGrace;
  final Map<String, DeclaredSchedule> schedules = new LinkedHashMap<>();
  @Nullable Overlap overlap;
  @Nullable OnAssets onAssets;
  String onAssetsPlace = "";

  private final Map<String, Declaration> byId = new LinkedHashMap<>();
  private String group = "";
  private @Nullable ArmScope arm;
  private boolean closed;

  /// A schedule as declared.
  ///
  /// @param params null where the declaration has no function
  record DeclaredSchedule(Schedule schedule, @Nullable SlotParams<?> params, String place) {}

  /// A group as declared.
  static final class GroupDraft {
    final String parent;
    final String place;
    @Nullable Settings defaults;
    String doc = "";

    GroupDraft(String parent, String place) {
      this.parent = parent;
      this.place = place;
    }
  }

  DagBuild(String dag) {
    this.dag = dag;
  }

  /// @throws IllegalStateException if the DAG was built already
  void open() {
    if (closed) {
      throw new IllegalStateException(
          "Expected DAG " + dag + " to be declared within Dag.define(…), but it is built already.");
    }
  }

  void close() {
    closed = true;
  }

  @Nullable ArmScope arm() {
    return arm;
  }

  Declaration declare(String id) {
    open();
    var task = new Declaration(this, tasks.size(), id, SourceLocation.here(), group, arm);
    if (tasks.size() >= Limits.TASKS) {
      problems.add("too-many-tasks", task.at(), "at most " + Limits.grouped(Limits.TASKS) + " tasks in a DAG",
          "one more",
          "Use a sharded task for work that differs only in its data.");
      throw new InvalidDagException(dag, problems.list());
    }
    tasks.add(task);
    if (limits.name("id of the task", id, task.place)) {
      var first = byId.putIfAbsent(id, task);
      if (first != null) {
        problems.add("duplicate-id", task.at(), "an id used once in the DAG",
            id + ", declared already at " + first.place,
            "");
      }
    }
    return task;
  }

  <R> R inGroup(String id, Supplier<R> content) {
    open();
    var place = SourceLocation.here();
    limits.name("id of the group", id, place);
    var first = groups.putIfAbsent(id, new GroupDraft(group, place));
    if (first != null) {
      problems.add("duplicate-group", place, "a group id used once in the DAG",
          id + ", declared already at " + first.place,
          "");
    }
    var outer = group;
    group = id;
    try {
      return content.get();
    } finally {
      group = outer;
    }
  }

  GroupDraft group() {
    var current = groups.get(group);
    if (current == null) {
      throw new IllegalStateException("Expected to be within a group.");
    }
    return current;
  }

  /// Lets the user set defaults, on those that were set before.
  Settings declare(@Nullable Settings known, Consumer<? super TaskDefaults> set) {
    open();
    var settings = known == null ? new Settings() : known;
    set.accept(new TaskDefaults(settings));
    settings.check(limits, SourceLocation.here());
    return settings;
  }

  /// The defaults for tasks of a group, null where there are none.
  @Nullable Settings defaults(String of) {
    var declared = groups.get(of);
    if (of.isEmpty() || declared == null) {
      return defaults;
    }
    var outer = defaults(declared.parent);
    return declared.defaults == null ? outer : declared.defaults.or(outer);
  }

  /// Runs the code that declares an arm, within that arm.
  <H> H inArm(ArmScope scope, Supplier<H> content) {
    var outer = arm;
    arm = scope;
    try {
      return content.get();
    } finally {
      arm = outer;
    }
  }

  List<GroupNode> groupNodes() {
    return groups.entrySet()
        .stream()
        .map(entry -> new GroupNode(entry.getKey(), entry.getValue().parent, entry.getValue().doc))
        .toList();
  }
}
