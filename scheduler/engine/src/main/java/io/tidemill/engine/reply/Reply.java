package io.tidemill.engine.reply;

/// The answer to an input that asked for one.
public sealed interface Reply
    permits RunAccepted, CancelAccepted, Refused, RerunPlanned, PauseAccepted, ResumePlanned, BackfillPlanned,
    BackfillAccepted, AssetEventAccepted, MarkPlanned {
  /// What a repetition of the command is answered.
  default Reply again() {
    return this;
  }
}
