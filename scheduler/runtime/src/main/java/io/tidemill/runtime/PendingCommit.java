package io.tidemill.runtime;

import io.tidemill.engine.Turn;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.MessageSent;
import io.tidemill.engine.fact.MessageTaken;
import io.tidemill.engine.reply.Reply;
import io.tidemill.runtime.codec.EntryEncoder;
import io.tidemill.runtime.codec.MessageCodec;
import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalEntry.InboxMessage;
import io.tidemill.runtime.port.JournalEntry.MessageId;
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
  final List<MessageSent> sent = new ArrayList<>();
  final List<MessageId> taken = new ArrayList<>();
  final List<AuditEntry> audit = new ArrayList<>(0);
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
      turn.facts().forEach(this::note);
      AuditEntry asked = AuditedChange.of(submission, turn);
      if (asked != null) {
        audit.add(asked);
      }
    }
    effects.addAll(turn.effects());
    if (submission.completion() != Completion.NONE) {
      answers.add(new Answer(submission.completion(), turn.reply()));
    }
  }

  private void note(Fact fact) {
    if (fact instanceof MessageSent message) {
      sent.add(message);
    } else if (fact instanceof MessageTaken message) {
      taken.add(new MessageId(message.dag(), message.sender(), message.n()));
    }
  }

  /// The messages as rows of the inboxes of their receivers.
  List<InboxMessage> rows() {
    return sent.isEmpty()
        ? List.of()
        : sent.stream()
            .map(each -> new InboxMessage(each.partition(), new MessageId(each.receiver(), each.dag(), each.n()),
                MessageCodec.bytes(each.message())))
            .toList();
  }

  boolean isEmpty() {
    return facts.isEmpty() && effects.isEmpty() && answers.isEmpty();
  }

  /// An answer that waits for the commit.
  record Answer(Completion to, @Nullable Reply reply) {}
}
