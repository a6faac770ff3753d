package io.tidemill.engine.state;

import io.tidemill.engine.reply.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers to the commands of a DAG that were applied lately, so that a repeated command gets the first answer.
///
/// They are numbered in the order in which they were given. One leaves 24 hours after it was given, or as soon as 10,000 newer
/// ones are there; what is kept follows from the facts alone.
public final class CommandAnswers {
  /// How long an answer is kept, in milliseconds.
  public static final long KEPT_MILLIS = 24L * 60 * 60 * 1_000;
  /// Most answers a DAG keeps.
  public static final int MOST = 10_000;

  /// In the order of their numbers.
  private final ArrayDeque<Answer> kept = new ArrayDeque<>();
  private final Map<String, Answer> byId = new HashMap<>();
  private long last;
  private long clean;

  /// An answer that was given.
  ///
  /// @param number its number, from 1
  /// @param id id of the command
  /// @param at when it was given, in milliseconds since 1970
  /// @param content hash of what was asked for, 0 where that is not known
  public record Answer(long number, String id, long at, long content, Reply reply) {}

  /// What a command was answered, null if it was not applied or that is forgotten.
  ///
  /// @param now in milliseconds since 1970
  public @Nullable Answer of(String id, long now) {
    Answer answer = byId.get(id);
    return answer == null || isOver(answer, now) ? null : answer;
  }

  private static boolean isOver(Answer answer, long now) {
    return now - answer.at() >= KEPT_MILLIS;
  }

  /// Notes an answer.
  ///
  /// @param at when it was given, in milliseconds since 1970
  /// @param content hash of what was asked for, 0 where that is not known
  public void add(String id, long content, Reply reply, long at) {
    put(new Answer(last + 1, id, at, content, reply));
  }

  /// Takes in answers that a snapshot remembers, in any order.
  public void restore(List<Answer> answers) {
    List<Answer> all = new ArrayList<>(kept);
    all.addAll(answers);
    all.sort(Comparator.comparingLong(Answer::number));
    kept.clear();
    byId.clear();
    all.forEach(this::put);
    clean = last;
  }

  private void put(Answer answer) {
    last = Math.max(last, answer.number());
    kept.add(answer);
    byId.put(answer.id(), answer);
    while (!kept.isEmpty() && (last - kept.getFirst().number() >= MOST || isOver(kept.getFirst(), answer.at()))) {
      Answer oldest = kept.remove();
      byId.remove(oldest.id(), oldest);
    }
  }

  /// Number of the last answer, 0 before the first.
  public long last() {
    return last;
  }

  /// Number of the last answer that is in a snapshot.
  public long clean() {
    return clean;
  }

  /// Notes that all are in a snapshot.
  public void markClean() {
    clean = last;
  }

  /// Those that are kept, in order.
  public Collection<Answer> all() {
    return Collections.unmodifiableCollection(kept);
  }

  /// Those that are kept, of some consecutive numbers.
  public Collection<Answer> between(long first, long end) {
    return kept.stream().filter(answer -> answer.number() >= first && answer.number() < end).toList();
  }
}
