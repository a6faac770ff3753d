package io.tidemill.runtime;

import io.tidemill.engine.Turn;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.reply.Reply;
import io.tidemill.runtime.codec.EntryEncoder;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What some turns of one partition decided and nobody outside knows yet: facts to commit, then effects to do and answers to
/// give.
final class PendingCommit {
  final Partition partition;
  final long epoch;
  final EntryEncoder facts = new EntryEncoder();
  final List<ValueBlock> values = new ArrayList<>();
  final List<Effect> effects = new ArrayList<>();
  final List<Answer> answers = new ArrayList<>();
  /// True: no further turn goes in, because a snapshot was taken behind it.
  boolean sealed;
  /// Set when the writer takes it.
  @Nullable JournalEntry entry;

  /// @param epoch epoch of the owner that decides
  PendingCommit(Partition partition, long epoch) {
    this.partition = partition;
    this.epoch = epoch;
  }

  void add(Submission submission, Turn turn) {
    if (!turn.facts().isEmpty()) {
      facts.add(turn.facts(), turn.now());
      values.addAll(submission.values());
    }
    effects.addAll(turn.effects());
    if (submission.completion() != Completion.NONE) {
      answers.add(new Answer(submission.completion(), turn.reply()));
    }
  }

  boolean isEmpty() {
    return facts.isEmpty() && effects.isEmpty() && answers.isEmpty();
  }

  /// An answer that waits for the commit.
  record Answer(Completion to, @Nullable Reply reply) {}
}
