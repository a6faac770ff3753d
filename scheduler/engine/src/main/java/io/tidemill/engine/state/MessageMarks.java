package io.tidemill.engine.state;

import java.util.Map;
import java.util.TreeMap;

/// How far the messages of a DAG to and from each other one are. Appliers change it.
public final class MessageMarks {
  private final TreeMap<Integer, Long> sent = new TreeMap<>();
  private final TreeMap<Integer, Long> taken = new TreeMap<>();

  /// Number of the last message to a receiver, 0 before the first.
  public long sent(int receiver) {
    return sent.getOrDefault(receiver, 0L);
  }

  /// Number of the last message of a sender that was taken, 0 before the first.
  public long taken(int sender) {
    return taken.getOrDefault(sender, 0L);
  }

  /// Notes a message to a receiver.
  public void sent(int receiver, long n) {
    sent.put(receiver, n);
  }

  /// Notes that a message of a sender was taken.
  public void taken(int sender, long n) {
    taken.put(sender, n);
  }

  /// Numbers of the last messages by receiver.
  public Map<Integer, Long> sent() {
    return sent;
  }

  /// Numbers of the last messages that were taken, by sender.
  public Map<Integer, Long> taken() {
    return taken;
  }
}
