package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.event.EventResource.Subscription;
import io.tidemill.api.log.LogHit;
import io.tidemill.api.log.LogResource;
import io.tidemill.api.log.LogSearchView;
import io.tidemill.api.run.RunDetail;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.log.LogEntry;
import io.tidemill.daemon.log.LogSelection;
import io.tidemill.daemon.log.RunLog;
import io.tidemill.daemon.render.Style;
import io.tidemill.daemon.render.Text;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows the logs of attempts in the order of time, and why those that failed did.
@Command(name = "logs", description = {
    "Show the logs of a run's attempts, and why attempts failed, in the order of time.",
    "With -o json each entry is one line of JSON: time, task, shard, attempt, agent, level, text."})
final class LogsCommand extends Subcommand {
  private static final int ALL = -1;
  /// Entries between two looks at whether anybody reads them.
  private static final int LOOK = 256;

  @Parameters(index = "0", paramLabel = "DAG[/RUN[/TASK[KEY]]]", description = "Run, task or shard (default run: the latest)") String target = "";

  @Option(names = {"-f", "--follow"}, description = "Follow until the run has ended") boolean follow;

  @Option(names = "--failed", description = "Only attempts that failed, timed out or were lost") boolean failed;

  @Option(names = "--tail", paramLabel = "N", description = "Only the last N entries; with -f those and what follows. Default: all") int tail = ALL;

  @Option(names = "--grep", paramLabel = "TEXT", description = "Only the lines that have TEXT, whatever its case, with attempt and number") String grep = "";

  private final ArrayDeque<LogEntry> last = new ArrayDeque<>();
  private boolean any;
  private boolean kept;
  private long printed;

  LogsCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws InterruptedException {
    if (tail < ALL) {
      throw badInput("Expected --tail of at least 0, but found " + tail);
    }
    if (!grep.isEmpty() && (follow || failed || tail != ALL)) {
      throw badInput("Expected --grep without --follow, --failed and --tail, but found both");
    }
    RunTarget wanted = RunTarget.parse(target);
    try (SchedulerConnection schedulerConnection = open(RunMode.READ, "logs")) {
      Operations operations = schedulerConnection.operations();
      long run = wanted.resolve(operations);
      RunDetail detail = operations.runs().get(wanted.dag(), run);
      new NamedShard(operations, detail).optional(wanted.task(), wanted.shard());
      if (!grep.isEmpty()) {
        search(operations.logs(), wanted, run);
        return ExitCode.GOOD;
      }
      RunLog log = new RunLog(operations.logs(), new LogSelection(wanted.task(), wanted.shard(), failed));
      if (follow && schedulerConnection.remote()) {
        follow(operations, detail, log);
      } else {
        read(log, detail);
      }
      if (detail.moreFailures()) {
        terminal().note("only the first " + RunDetail.MOST_FAILURES + " failures are shown");
      }
      if (!any) {
        terminal().note(failed ? "no attempt failed" : "nothing was logged");
      }
      return ExitCode.GOOD;
    }
  }

  private void search(LogResource logs, RunTarget wanted, long run) {
    String shard = wanted.shard();
    // As everywhere, a key goes before `#` and an index.
    boolean byKey = shard != null
        && logs.sources(wanted.dag(), run).stream().anyMatch(each -> shard.equals(each.shard()));
    String after = null;
    do {
      LogSearchView found = logs.search(wanted.dag(), run, grep, wanted.task(), LogSearchView.MOST, after);
      for (LogHit hit : found.hits()) {
        if (shard != null && !shard.equals(byKey ? hit.shard() : "#" + hit.shardIndex())) {
          continue;
        }
        any = true;
        String line = json()
            ? terminal().compactJson(hit)
            : Text.line(hit.name()) + " " + hit.attempt() + ":" + hit.line() + ": " + Text.line(hit.text());
        terminal().out().print(line + "\n");
      }
      after = found.next();
    } while (after != null && terminal().lost() == null);
    terminal().out().flush();
    if (!any) {
      terminal().note("no line has it");
    }
  }

  private void follow(Operations operations, RunDetail first, RunLog log) throws InterruptedException {
    String dag = first.run().dag();
    long run = first.run().run();
    boolean ended = false;
    while (!ended) {
      Semaphore changed = new Semaphore(0);
      boolean[] disconnected = {false};
      try (Subscription _ = operations.events().subscribe(event -> {
        if (event.kind().equals("end")) {
          disconnected[0] = true;
          changed.release();
        } else if (event.about(dag, run)) {
          changed.release();
        }
      })) {
        while (!ended && !disconnected[0]) {
          // Read before the log, so that nothing logged in between is missed.
          RunDetail detail = operations.runs().get(dag, run);
          read(log, detail);
          ended = detail.run().ended() || terminal().lost() != null;
          if (!ended) {
            changed.acquire();
            changed.drainPermits();
          }
        }
      }
    }
  }

  private void read(RunLog log, RunDetail detail) {
    if (tail == ALL || kept) {
      log.read(detail, this::print);
    } else {
      log.read(detail, this::keep);
      kept = true;
      last.forEach(this::print);
    }
    terminal().out().flush();
  }

  private boolean keep(LogEntry entry) {
    any = true;
    last.addLast(entry);
    if (last.size() > tail) {
      last.removeFirst();
    }
    return true;
  }

  /// @return false if nobody reads it
  private boolean print(LogEntry entry) {
    any = true;
    if (json()) {
      terminal().out().print(terminal().compactJson(entry) + "\n");
    } else {
      terminal().out().print(line(entry) + "\n");
    }
    return ++printed % LOOK != 0 || terminal().lost() == null;
  }

  private String line(LogEntry entry) {
    String level = entry.isOutcome()
        ? terminal().paint(Style.BAD, entry.level()) + Text.line(entry.where()) + ":"
        : entry.level();
    return (entry.time() == null ? "" : entry.time() + " ") + Text.line(entry.name()) + " " + level + " "
        + Text.block(entry.text());
  }
}
