package io.tidemill.daemon.cli;

import io.tidemill.api.audit.AuditFilter;
import io.tidemill.api.audit.AuditPage;
import io.tidemill.api.audit.AuditView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Table;
import io.tidemill.daemon.render.Text;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists who changed what.
@Command(name = "audit", description = {
    "List who changed what, newest first: runs, schedules, versions, agents, tokens.",
    "Example: tidemill audit sales/12 --verb runs --since 7d"})
final class AuditCommand extends Subcommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "DAG[/RUN]", description = "Only changes of this DAG or run") String target = "";

  @Option(names = "--who", paramLabel = "NAME", description = "Only changes of this person or program: the name, or the id of the access token") String who = "";

  @Option(names = "--verb", paramLabel = "VERB", description = "Only this operation, such as runs.cancel, or all of a resource, such as runs") String verb = "";

  @Option(names = "--since", paramLabel = "TIME", description = "Only changes within this time, such as 24h or 7d") String since = "";

  @Option(names = "--limit", paramLabel = "N", description = "Maximum number of entries, 1 to 500. Default: 50") int limit = AuditFilter.DEFAULT;

  @Option(names = "--after", paramLabel = "CURSOR", description = "Go on behind an earlier answer: its `next`") String after = "";

  AuditCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    AuditFilter filter = filter();
    try (SchedulerConnection schedulerConnection = open(RunMode.READ, "audit")) {
      AuditPage page = schedulerConnection.operations().audit().list(filter);
      if (json()) {
        terminal().json(page);
      } else if (page.changes().isEmpty()) {
        terminal().note("no such change is recorded");
      } else {
        print(page);
      }
      return ExitCode.GOOD;
    }
  }

  private AuditFilter filter() {
    RunTarget of = target.isEmpty() ? null : RunTarget.parse(target);
    if (of != null && of.task() != null) {
      throw badInput("Expected DAG or DAG/RUN, but found '" + target + "'; changes are listed by run, not by task");
    }
    String earliest = since.isEmpty()
        ? null
        : Instant.now().minus(TimeSpan.parse("--since", since)).toString();
    return new AuditFilter(orNull(who), orNull(verb), of == null ? null : of.dag(),
        of == null || of.run() == 0 ? null : Long.valueOf(of.run()), earliest, orNull(after), limit);
  }

  private void print(AuditPage page) {
    Table table = new Table("AT", "WHO", "FROM", "VERB", "WHAT", "BEFORE", "AFTER", "REASON");
    for (AuditView change : page.changes()) {
      table.row(change.at().toString().substring(0, 19) + "Z", Text.line(change.who()), from(change), change.verb(),
          what(change), Text.line(change.before()), Text.line(change.after()), Text.line(change.reason()));
    }
    table.print(terminal());
    if (page.next() != null) {
      terminal().note("more: --after " + page.next());
    }
  }

  private static String from(AuditView change) {
    return Stream.of(change.caller(), change.address())
        .filter(each -> each != null && !each.isEmpty())
        .collect(Collectors.joining("@"));
  }

  private static String what(AuditView change) {
    return Stream.of(run(change.dag(), change.run()), Text.line(change.subject()))
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String run(@Nullable String dag, @Nullable Long run) {
    return dag == null ? "" : run == null ? dag : dag + "/" + run;
  }
}
