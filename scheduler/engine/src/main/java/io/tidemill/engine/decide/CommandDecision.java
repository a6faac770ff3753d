package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.CommandApplied;
import io.tidemill.engine.input.CancelBackfill;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateBackfill;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.MarkTask;
import io.tidemill.engine.input.PauseBackfill;
import io.tidemill.engine.input.PauseSchedules;
import io.tidemill.engine.input.RecordAssetEvent;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.input.ResumeBackfill;
import io.tidemill.engine.input.ResumeSchedules;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.state.CommandAnswers;

/// A command is applied once: its answer is recorded behind its facts, and a repetition gets it again (guarantees R4).
///
/// A refusal is an answer too, unless it says that the command came to the wrong place or too early.
public final class CommandDecision {
  private CommandDecision() {}

  public static void decide(CommandReceived input, Turn turn) {
    long content = content(input.command());
    CommandAnswers.Answer before = turn.state().dag(input.dag()).answers().of(input.id(), turn.now());
    if (before != null) {
      boolean other = before.content() != 0 && before.content() != content;
      turn.reply(other ? Refused.commandIdReused(input.id()) : before.reply().again());
      return;
    }
    apply(input, turn);
    Reply answer = turn.reply();
    if (answer != null && input.command().changes() && settles(answer)) {
      turn.record(new CommandApplied(input.dag(), input.id(), content, answer));
    }
  }

  /// Hash of what a command asks for, never 0 (FNV-1a): it finds mistakes, and is no proof.
  private static long content(Command command) {
    String text = command.getClass().getSimpleName() + "\n" + command.content();
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash == 0 ? 1 : hash;
  }

  private static void apply(CommandReceived input, Turn turn) {
    Reply found = input.found();
    if (found != null) {
      turn.reply(found);
      return;
    }
    switch (input.command()) {
      case CreateRun create -> CreateRunDecision.decide(create, turn);
      case CancelRun cancel -> CancelRunDecision.decide(cancel, turn);
      case Rerun rerun -> RerunDecision.decide(rerun, turn);
      case MarkTask mark -> MarkTaskDecision.decide(mark, turn);
      case PauseSchedules pause -> PauseDecision.decide(pause, turn);
      case ResumeSchedules resume -> PauseDecision.decide(resume, turn);
      case CreateBackfill create -> CreateBackfillDecision.decide(create, turn);
      case PauseBackfill pause -> BackfillDecision.decide(pause, turn);
      case ResumeBackfill resume -> BackfillDecision.decide(resume, turn);
      case CancelBackfill cancel -> BackfillDecision.decide(cancel, turn);
      case RecordAssetEvent event -> AssetEventDecision.decide(event, turn);
    }
  }

  private static boolean settles(Reply answer) {
    return !(answer instanceof Refused refused) || refused.code().settles();
  }
}
