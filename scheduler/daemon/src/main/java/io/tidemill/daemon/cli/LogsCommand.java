package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.event.EventResource.Subscription;
import io.tidemill.api.log.LogPage;
import io.tidemill.api.log.LogSource;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.task.FailureView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows the logs of attempts, and the stack traces of those that failed.
@Command(name = "logs", description = "Show the logs of a run's attempts, and why attempts failed.")
final class LogsCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "DAG[/RUN[/TASK[KEY]]]", description = "Run, task or shard (default run: the latest)") String target = "";

  @Option(names = {"-f", "--follow"}, description = "Follow until the run has ended") boolean follow;

  private final Map<LogSource, Long> shown = new HashMap<>();
  private @Nullable LogSource last;

  LogsCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws InterruptedException {
    RunTarget wanted = RunTarget.parse(target);
    try (SchedulerConnection schedulerConnection = open(RunMode.READ, "logs")) {
      Operations operations = schedulerConnection.operations();
      long run = wanted.resolve(operations);
      if (follow && schedulerConnection.remote()) {
        follow(operations, wanted, run);
      } else {
        print(operations, wanted, run);
      }
      boolean failed = printFailures(operations.runs().get(wanted.dag(), run), wanted);
      if (shown.isEmpty() && !failed) {
        check(operations, wanted, run);
        terminal().note("nothing was logged");
      }
      return ExitCode.GOOD;
    }
  }

  private void follow(Operations operations, RunTarget wanted, long run) throws InterruptedException {
    boolean ended = false;
    while (!ended) {
      Semaphore changed = new Semaphore(0);
      boolean[] disconnected = {false};
      try (Subscription _ = operations.events().subscribe(event -> {
        if (event.kind().equals("end")) {
          disconnected[0] = true;
          changed.release();
        } else if (event.about(wanted.dag(), run)) {
          changed.release();
        }
      })) {
        while (!ended && !disconnected[0]) {
          // Read before the log, so that nothing logged in between is missed.
          ended = operations.runs().get(wanted.dag(), run).run().ended();
          print(operations, wanted, run);
          if (!ended) {
            changed.acquire();
            changed.drainPermits();
          }
        }
      }
    }
  }

  private void print(Operations operations, RunTarget wanted, long run) {
    for (LogSource source : operations.logs().sources(wanted.dag(), run)) {
      if (matches(source.task(), source.shard(), source.shardIndex(), wanted)) {
        print(operations, wanted.dag(), run, source);
      }
    }
  }

  private static boolean matches(String task, @Nullable String shard, int shardIndex, RunTarget wanted) {
    String wantedShard = wanted.shard();
    return (wanted.task() == null || task.equals(wanted.task()))
        && (wantedShard == null || wantedShard.equals(shard) || wantedShard.equals("#" + shardIndex));
  }

  private void print(Operations operations, String dag, long run, LogSource source) {
    LogSource known = new LogSource(source.task(), source.shardIndex(), null, source.attempt(), 0);
    boolean more = true;
    while (more) {
      LogPage page = operations.logs()
          .page(dag, run, source.task(), source.shardIndex(), source.attempt(), shown.getOrDefault(known, -1L));
      if (!page.text().isEmpty()) {
        print(known, source, page.text());
      }
      shown.put(known, page.next());
      more = page.more();
    }
  }

  private void print(LogSource known, LogSource source, String text) {
    if (json()) {
      terminal().json(Map.of("task", source.task(), "shard", source.shardIndex() < 0 ? "" : source.name(), "attempt",
          source.attempt(), "text", text));
      return;
    }
    if (!known.equals(last)) {
      terminal().line("== " + Text.line(source.name()) + " attempt " + source.attempt());
      last = known;
    }
    terminal().out().print(Text.block(text));
    if (!text.endsWith("\n")) {
      terminal().out().println();
    }
    terminal().out().flush();
  }

  /// Prints why attempts failed, with stack traces; false if none did.
  private boolean printFailures(RunDetail detail, RunTarget wanted) {
    boolean any = false;
    for (FailureView failure : detail.failures()) {
      if (matches(failure.task(), failure.shard(), failure.shardIndex(), wanted)) {
        any = true;
        if (json()) {
          terminal().json(failure);
        } else {
          terminal().line("== " + Text.line(failure.name()) + " attempt " + failure.attempt() + " " + failure.kind()
              + Text.line(failure.where()));
          terminal().line(Text.block(failure.stack().isEmpty() ? failure.message() : failure.stack()).stripTrailing());
        }
      }
    }
    return any;
  }

  /// Refuses a task that does not exist; it would look like one without logs.
  private static void check(Operations operations, RunTarget wanted, long run) {
    RunDetail detail = operations.runs().get(wanted.dag(), run);
    String task = wanted.task();
    List<String> ids = detail.tasks().stream().map(each -> each.id()).toList();
    if (task != null && !ids.contains(task)) {
      throw badInput("Expected a task of " + detail.run().name() + ", but found '" + task + "'; it has "
          + String.join(", ", ids.subList(0, Math.min(20, ids.size()))));
    }
  }
}
