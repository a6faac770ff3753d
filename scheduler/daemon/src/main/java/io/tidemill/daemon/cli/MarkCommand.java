package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.ViewJson;
import io.tidemill.api.run.MarkRequest;
import io.tidemill.api.run.MarkView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Table;
import io.tidemill.engine.state.TaskState;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Says by hand how a task ended.
@Command(name = "mark", description = {"Say by hand how a task of a run ended, or that it shall not run.",
    "Tasks behind it that had not run are asked again: a run that had ended goes on with them.",
    "Shows the plan first. At a terminal it asks; elsewhere --yes, or --plan with the hash shown, is required.",
    "Example: tidemill mark sales/12/load success --reason \"loaded by hand\""})
final class MarkCommand extends Subcommand {
  /// States that a task can be marked with.
  enum As {
    success, failed, skipped
  }

  @Parameters(index = "0", paramLabel = "DAG/RUN/TASK", description = "Task to mark") String target = "";

  @Parameters(index = "1", paramLabel = "STATE", description = "success, failed or skipped") As as = As.success;

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Reason, recorded with who asked") String reason = "";

  @Option(names = "--value", paramLabel = "JSON", description = "Result of a success; required where another task reads it")
  @Nullable String value;

  @Option(names = "--variant", paramLabel = "NAME", description = "Variant of the value, where its type is sealed") String variant = "";

  @Mixin Confirmation confirmation = new Confirmation();

  MarkCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException, InterruptedException {
    RunTarget wanted = RunTarget.parse(target);
    String task = wanted.task();
    if (task == null || wanted.shard() != null) {
      throw badInput("Expected DAG/RUN/TASK, but found '" + target + "'"
          + (task == null ? "" : "; shards are rerun, or the tasks behind them marked"));
    }
    JsonNode result = json(value);
    boolean goesOn = confirmation.beforehand() || terminal().live() && !confirmation.dryRun;
    try (SchedulerConnection schedulerConnection = open(goesOn ? RunMode.RUN : RunMode.COMMAND, "mark")) {
      Operations operations = schedulerConnection.operations();
      long run = wanted.resolve(operations);
      MarkView plan = operations.runs()
          .mark(wanted.dag(), run, request(task, result, false, confirmation.expected(), null));
      if (!json()) {
        print(plan);
      } else if (!confirmation.beforehand()) {
        terminal().json(plan);
      }
      if (!confirmation.given(terminal(), "Mark " + task + " as " + as + "?", plan.plan())) {
        return ExitCode.GOOD;
      }
      try (Interrupts interrupts = Interrupts.open()) {
        operations.runs().mark(wanted.dag(), run, request(task, result, true, plan.plan(), commandId()));
        return new RunFollower(operations, terminal(), wanted.dag(), run).follow(json(), interrupts);
      }
    }
  }

  private MarkRequest request(String task, @Nullable JsonNode result, boolean apply, @Nullable String plan,
      @Nullable String id) {
    TaskState state = switch (as) {
      case success -> TaskState.SUCCESS;
      case failed -> TaskState.FAILED;
      case skipped -> TaskState.SKIPPED;
    };
    return new MarkRequest(task, state, result, orNull(variant), reason, apply, plan,
        System.getProperty("user.name", ""), id);
  }

  private static @Nullable JsonNode json(@Nullable String text) {
    try {
      return text == null ? null : ViewJson.STRICT.readTree(text);
    } catch (JacksonException e) {
      throw badInput("Expected JSON as --value, such as 42 or '{\"rows\": 3}', but found '" + text + "'");
    }
  }

  private void print(MarkView plan) {
    Table table = new Table("TASK", "NOW", "THEN");
    for (MarkView.Change change : plan.changes()) {
      table.row(change.task(), change.from().name(),
          change.to() == TaskState.WAITING ? "asked again" : change.to().name());
    }
    table.print(terminal());
    terminal().line("plan " + plan.plan());
  }
}
