package io.tidemill.runtime;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.CancelRequested;
import io.tidemill.engine.fact.CommandApplied;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.input.CancelBackfill;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateBackfill;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.EndMaintenance;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.MarkTask;
import io.tidemill.engine.input.PauseBackfill;
import io.tidemill.engine.input.PausePartition;
import io.tidemill.engine.input.PauseSchedules;
import io.tidemill.engine.input.PlanMaintenance;
import io.tidemill.engine.input.RecordAssetEvent;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.input.ResumeBackfill;
import io.tidemill.engine.input.ResumePartition;
import io.tidemill.engine.input.ResumeSchedules;
import io.tidemill.engine.reply.AssetEventAccepted;
import io.tidemill.engine.reply.BackfillAccepted;
import io.tidemill.engine.reply.BackfillPlanned;
import io.tidemill.engine.reply.MarkPlanned;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.Links;
import io.tidemill.engine.state.MaintenanceWindow;
import io.tidemill.runtime.port.AuditEntry;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a turn changed because somebody asked for it, in words. Made from the command, its facts and its answer, so that it says what
/// was decided and not what was wished for. Parameters are left out: they may be large, and are shown with the run.
record AuditedChange(long run, String subject, String before, String after, String reason) {
  private static final int MOST_TASKS = 20;

  /// The entry for the audit log, null where nobody asked, nothing changed, or it was refused.
  static @Nullable AuditEntry of(Submission submission, Turn turn) {
    Submission.Asked asked = submission.asked();
    if (asked == null || turn.reply() instanceof Refused
        || turn.facts().stream().allMatch(CommandApplied.class::isInstance)) {
      return null;
    }
    boolean asset = Links.isAsset(asked.dag());
    AuditedChange change = of(submission.input(), turn.facts(), turn.reply());
    return new AuditEntry(turn.now(), asked.by(), asked.dag().isEmpty() || asset ? null : asked.dag(), change.run,
        asset ? "asset " + Links.assetName(asked.dag()) : change.subject, change.before, change.after, change.reason);
  }

  private static AuditedChange of(Input input, List<Fact> facts, @Nullable Reply reply) {
    return switch (input) {
      case CommandReceived received -> of(received.command(), facts, reply);
      case PausePartition pause -> of(group(pause.tag()), "", "schedules paused");
      case ResumePartition resume -> of(group(resume.tag()), "schedules paused", "schedules resumed");
      case PlanMaintenance plan -> new AuditedChange(0, maintained(plan.window()), "",
          "maintenance " + plan.window().id() + " from " + Instant.ofEpochMilli(plan.window().from()) + " to "
              + Instant.ofEpochMilli(plan.window().until()),
          plan.window().reason());
      case EndMaintenance end -> of("", "maintenance " + end.window(), "maintenance ended");
      case Input other -> throw new IllegalStateException("Expected an input that somebody asks for, but found "
          + other.getClass().getSimpleName());
    };
  }

  private static String maintained(MaintenanceWindow window) {
    return window.dag() == 0 ? group(window.tag()) : "";
  }

  private static String group(String tag) {
    return tag.isEmpty() ? "all DAGs" : "tag " + tag;
  }

  private static AuditedChange of(String subject, String before, String after) {
    return new AuditedChange(0, subject, before, after, "");
  }

  private static AuditedChange of(Command command, List<Fact> facts, @Nullable Reply reply) {
    return switch (command) {
      case CreateRun create -> created(create, (RunAccepted) reply);
      case CancelRun cancel -> cancelled(cancel, facts);
      case Rerun rerun -> rerun(rerun, (RerunPlanned) reply);
      case MarkTask mark -> marked(mark, (MarkPlanned) reply);
      case PauseSchedules _ -> of("", "", "schedules paused");
      case ResumeSchedules _ -> of("", "schedules paused", "schedules resumed");
      case CreateBackfill create -> backfill(create, (BackfillPlanned) reply);
      case PauseBackfill pause -> of("backfill " + pause.backfill(), "RUNNING", "PAUSED");
      case ResumeBackfill resume -> of("backfill " + resume.backfill(), "PAUSED", "RUNNING");
      case CancelBackfill cancel -> of("backfill " + cancel.backfill(), "active", status(reply));
      case RecordAssetEvent event -> new AuditedChange(0, "", "",
          reply instanceof AssetEventAccepted accepted ? "event " + accepted.event() : "", event.note());
    };
  }

  private static AuditedChange created(CreateRun create, @Nullable RunAccepted reply) {
    return new AuditedChange(reply == null ? 0 : reply.run(), "", "",
        "version " + create.version() + (create.key() == null ? "" : ", key " + create.key()), "");
  }

  private static AuditedChange cancelled(CancelRun cancel, List<Fact> facts) {
    boolean first = facts.stream().anyMatch(CancelRequested.class::isInstance);
    String after = facts.stream()
        .filter(RunEnded.class::isInstance)
        .map(fact -> ((RunEnded) fact).outcome().name())
        .findFirst()
        .orElse(first ? "CANCELLING" : "CANCELLING without clean-up");
    String reason = cancel.reason();
    return new AuditedChange(cancel.run(), "", first ? "RUNNING" : "CANCELLING", after, reason == null ? "" : reason);
  }

  private static AuditedChange rerun(Rerun rerun, @Nullable RerunPlanned reply) {
    if (reply == null) {
      return new AuditedChange(rerun.run(), "", "", "", "");
    }
    String named = reply.changes()
        .stream()
        .limit(MOST_TASKS)
        .map(change -> change.task() + (change.shards() < 0 ? "" : " (" + change.shards() + " shards)") + " "
            + change.from())
        .collect(Collectors.joining(", "));
    int more = reply.tasks() - Math.min(MOST_TASKS, reply.changes().size());
    return new AuditedChange(rerun.run(), "", named + (more == 0 ? "" : " and " + more + " more"),
        "run again on version " + reply.version(), "");
  }

  private static AuditedChange marked(MarkTask mark, @Nullable MarkPlanned reply) {
    String others = reply == null || reply.tasks() == 1
        ? ""
        : ", and " + (reply.tasks() - 1) + " behind it asked again";
    return new AuditedChange(mark.run(), "task " + mark.task(),
        reply == null ? "" : reply.changes().getFirst().from(), mark.state().name() + others, mark.reason());
  }

  private static AuditedChange backfill(CreateBackfill create, @Nullable BackfillPlanned reply) {
    return reply == null
        ? of("", "", "")
        : of("backfill " + reply.backfill(), "", reply.totals().run() + " slots of schedule " + create.schedule());
  }

  private static String status(@Nullable Reply reply) {
    return reply instanceof BackfillAccepted accepted ? accepted.status().name() : "";
  }
}
