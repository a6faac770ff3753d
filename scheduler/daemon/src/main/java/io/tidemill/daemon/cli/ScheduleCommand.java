package io.tidemill.daemon.cli;

import io.tidemill.agent.bundle.BundleException;
import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.agent.bundle.ExtractionEnvironment;
import io.tidemill.agent.bundle.GraphExtraction;
import io.tidemill.api.schedule.SchedulePreview;
import io.tidemill.api.schedule.SchedulePreview.SlotLine;
import io.tidemill.api.schedule.SchedulePreview.State;
import io.tidemill.api.schedule.SlotRange;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.deploy.BundleRefusals;
import io.tidemill.daemon.render.Table;
import io.tidemill.dsl.Cron;
import io.tidemill.dsl.Problem;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.protocol.BundleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows the slots that a schedule has in a stretch of time.
@Command(name = "schedule", description = {
    "Show the slots of the schedules of a file or of a deployed DAG, or of a cron expression.",
    "Local and UTC times, what daylight saving does to them, days that a calendar leaves out. Nothing is deployed or run."})
final class ScheduleCommand extends Subcommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "FILE.java|JAR|DAG", description = "File, or deployed DAG, whose schedules to show")
  @Nullable Path file;

  @Option(names = "--dag", paramLabel = "ID", description = "Only this DAG of the file")
  @Nullable String dag;

  @Option(names = "--cron", paramLabel = "EXPRESSION", description = "Cron expression to show instead of a file")
  @Nullable String cron;

  @Option(names = "--zone", paramLabel = "ID", description = "IANA time zone of --cron. Default: UTC") String zone = "UTC";

  @Option(names = "--next", paramLabel = "TIME", description = "How far to look ahead from now, such as 24h or 90d. Default: 24h") String next = "24h";

  @Option(names = "--simulate", paramLabel = "FROM..TO", description = "Stretch of time to show instead: dates, local times of the schedule's zone, or instants; TO is not part of it")
  @Nullable String simulate;

  @Option(names = "--against", paramLabel = "FILE.java|JAR|DAG", description = "Show only slots that this older file, or deployed DAG, has and the other has not (-), or the other way round (+)")
  @Nullable Path against;

  ScheduleCommand(Context context) {
    super(context);
  }

  /// A stretch of time, as typed.
  private record Stretch(String from, String to) {}

  @Override public Integer call() throws IOException, InterruptedException {
    Instant now = Instant.now();
    List<SchedulePreview> shown = previews(now);
    if (json()) {
      terminal().json(shown);
    } else if (shown.isEmpty()) {
      terminal().note("no schedules: nothing of it runs by itself");
    } else {
      shown.forEach(this::print);
    }
    return ExitCode.GOOD;
  }

  private List<SchedulePreview> previews(Instant now) throws IOException, InterruptedException {
    if (cron != null) {
      if (file != null || against != null) {
        throw badInput("Expected a file or --cron, but found both");
      }
      return List.of(preview("", declared(cron), now));
    }
    if (file == null) {
      throw badInput("Expected a file, a DAG or --cron EXPRESSION, but found none");
    }
    List<SchedulePreview> newer = deployed(file) ? deployed(file.toString(), now) : of(file, dag, now);
    if (against == null) {
      return newer;
    }
    List<SchedulePreview> older = deployed(against)
        ? deployed(against.toString(), now)
        : of(against, deployed(file) ? file.toString() : dag, now);
    return differences(older, deployed(against) ? only(newer, against.toString()) : newer);
  }

  private static List<SchedulePreview> only(List<SchedulePreview> all, String id) {
    return all.stream().filter(each -> each.dag().equals(id)).toList();
  }

  /// Whether it names a DAG rather than a file.
  private boolean deployed(Path written) {
    String name = written.toString();
    return !name.endsWith(".java") && !name.endsWith(".jar") && written.getNameCount() == 1
        && !Files.exists(context.path(written));
  }

  private List<SchedulePreview> deployed(String id, Instant now) {
    Stretch shown = shown(now);
    try (SchedulerConnection schedulerConnection = open(RunMode.READ, "schedule")) {
      return schedulerConnection.operations().schedules().preview(id, shown.from, shown.to);
    }
  }

  private ScheduleNode declared(String expression) {
    Cron schedule = Cron.of(expression, zone);
    List<Problem> problems = schedule.problems();
    if (!problems.isEmpty()) {
      throw badInput(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    return schedule.node();
  }

  /// @param only id of the one DAG, null for all
  private List<SchedulePreview> of(Path written, @Nullable String only, Instant now)
      throws IOException, InterruptedException {
    List<SchedulePreview> found = new ArrayList<>();
    List<Graph> graphs = graphs(context.path(written));
    if (only != null && graphs.stream().noneMatch(graph -> graph.dag().equals(only))) {
      throw badInput("Expected DAG '" + only + "' in " + written + ", but found "
          + graphs.stream().map(Graph::dag).collect(Collectors.joining(", ")));
    }
    for (Graph graph : graphs) {
      if (only == null || graph.dag().equals(only)) {
        graph.schedules().forEach(schedule -> found.add(preview(graph.dag(), schedule, now)));
      }
    }
    return found;
  }

  private static List<Graph> graphs(Path path) throws IOException, InterruptedException {
    if (!Files.isRegularFile(path)) {
      throw badInput("Expected a file with DAGs, but there is none at " + path);
    }
    Path work = Files.createTempDirectory("tidemill-schedule");
    try {
      var prepared = new BundleLoader(work)
          .prepare(new BundleFile(path.getFileName().toString(), Files.readAllBytes(path)));
      return GraphExtraction.inChild(prepared, ExtractionEnvironment.plain());
    } catch (BundleException e) {
      throw BundleRefusals.of(e);
    } finally {
      CheckCommand.delete(work);
    }
  }

  private SchedulePreview preview(String of, ScheduleNode schedule, Instant now) {
    Stretch shown = shown(now);
    SlotRange range = SlotRange.of(shown.from, shown.to, ZoneId.of(schedule.zone()));
    return SchedulePreview.of(of, schedule, range.from(), range.to());
  }

  private Stretch shown(Instant now) {
    return simulate == null
        ? new Stretch(now.toString(), now.plus(TimeSpan.parse("--next", next)).toString())
        : stretch(simulate);
  }

  private static Stretch stretch(String written) {
    int dots = written.indexOf("..");
    if (dots <= 0 || dots + 2 >= written.length()) {
      throw badInput("Expected FROM..TO for --simulate, such as 2026-03-28..2026-03-31, but found '" + written + "'");
    }
    return new Stretch(written.substring(0, dots), written.substring(dots + 2));
  }

  private static List<SchedulePreview> differences(List<SchedulePreview> before, List<SchedulePreview> after) {
    List<SchedulePreview> found = new ArrayList<>();
    for (SchedulePreview now : after) {
      found.add(SchedulePreview.difference(
          before.stream().filter(same(now)).findFirst().orElseGet(() -> without(now)), now));
    }
    before.stream()
        .filter(old -> after.stream().noneMatch(same(old)))
        .forEach(old -> found.add(SchedulePreview.difference(old, without(old))));
    return found;
  }

  private static Predicate<SchedulePreview> same(SchedulePreview as) {
    return other -> other.dag().equals(as.dag()) && other.name().equals(as.name());
  }

  private static SchedulePreview without(SchedulePreview of) {
    return new SchedulePreview(of.dag(), of.name(), of.schedule(), of.zone(), List.of(), false);
  }

  private void print(SchedulePreview preview) {
    String title = preview.dag().isEmpty() ? "" : preview.dag() + "/" + preview.name() + "  ";
    terminal().line(title + preview.schedule());
    if (preview.slots().isEmpty()) {
      terminal().line(against == null ? "  no slots in this time" : "  no difference in this time");
      return;
    }
    Table table = new Table("", "LOCAL TIME", "UTC", "INTERVAL BEGINS", "STATE", "NOTES");
    for (SlotLine line : preview.slots()) {
      table.row(line.change(), line.local(), line.time().toString(),
          line.state() == State.NONE ? "" : line.intervalStart().toString(),
          line.state() == State.NONE ? "no slot" : line.state().name().toLowerCase(Locale.ROOT),
          String.join("; ", line.notes()));
    }
    table.print(terminal());
    if (preview.more()) {
      terminal().note("more than " + SchedulePreview.MOST + " slots; show a shorter time");
    }
  }
}
