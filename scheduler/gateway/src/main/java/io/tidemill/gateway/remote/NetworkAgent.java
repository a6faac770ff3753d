package io.tidemill.gateway.remote;

import io.tidemill.gateway.InventoryQuery;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.SchedulerAddress;
import io.tidemill.protocol.StopReason;
import io.tidemill.protocol.remote.AgentMethods;
import io.tidemill.protocol.remote.FromScheduler;
import io.tidemill.protocol.remote.SendQueue;
import io.tidemill.protocol.remote.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The link to an agent of another process: turns calls into messages.
final class NetworkAgent implements AgentLink, InventoryQuery {
  private static final long MESSAGE_BYTES = 1 << 20;
  private static final int MAX_QUESTIONS = 1_000;

  private final SendQueue<FromScheduler> sendQueue;
  private final long cutOffMillis;
  private final String node;
  private final BooleanSupplier isNoting;
  private final Map<Long, Consumer<List<InventoryItem>>> questions = new ConcurrentHashMap<>();
  private final AtomicLong lastQuestion = new AtomicLong();

  /// @param cutOffMillis silence after which the agent stops its work
  /// @param node name of this scheduler, empty where it is the only one
  /// @param isNoting whether other schedulers learn that this one hears the agent
  NetworkAgent(SendQueue<FromScheduler> sendQueue, long cutOffMillis, String node, BooleanSupplier isNoting) {
    this.sendQueue = sendQueue;
    this.cutOffMillis = cutOffMillis;
    this.node = node;
    this.isNoting = isNoting;
  }

  /// Approximate size of a message in bytes.
  static long size(FromScheduler message) {
    return switch (message) {
      case FromScheduler.Assign assign -> assign.assignments().stream().mapToLong(Sizes::of).sum();
      case FromScheduler.Release release -> 32L * release.keys().size();
      case FromScheduler.Schedulers schedulers -> 128L * schedulers.all().size();
      case FromScheduler.Elsewhere elsewhere -> 64 + 4L * elsewhere.positions().size();
      case FromScheduler.Welcome _,FromScheduler.HeartbeatAnswer _,FromScheduler.Stop _,FromScheduler.Acknowledged _,FromScheduler.AskInventory _,FromScheduler.PredecessorLostNoted _ ->
        64;
    };
  }

  @Override public void assign(List<Assignment> assignments) {
    List<Assignment> message = new ArrayList<>(assignments.size());
    long bytes = 0;
    for (Assignment each : assignments) {
      long size = Sizes.of(each);
      if (bytes + size > MESSAGE_BYTES && !message.isEmpty()) {
        sendQueue.send(new FromScheduler.Assign(message));
        message.clear();
        bytes = 0;
      }
      message.add(each);
      bytes += size;
    }
    sendQueue.send(new FromScheduler.Assign(message));
  }

  @Override public void stop(AttemptKey key, StopReason reason) {
    sendQueue.send(new FromScheduler.Stop(key, reason));
  }

  @Override public void release(List<AttemptKey> keys) {
    sendQueue.send(new FromScheduler.Release(keys));
  }

  @Override public void acknowledge(long batch) {
    sendQueue.send(new FromScheduler.Acknowledged(batch));
  }

  @Override public void opened() {
    sendQueue.send(new FromScheduler.Welcome(AgentMethods.PROTOCOL, cutOffMillis, node,
        !isNoting.getAsBoolean()));
  }

  @Override public void schedulers(List<SchedulerAddress> all) {
    sendQueue.send(new FromScheduler.Schedulers(all));
  }

  @Override public void elsewhere(long batch, List<Integer> positions) {
    sendQueue.send(new FromScheduler.Elsewhere(batch, positions));
  }

  @Override public void cutOff() {
    // The agent detects it itself.
  }

  @Override public void ask(Consumer<List<InventoryItem>> answer) {
    if (questions.size() < MAX_QUESTIONS) {
      long question = lastQuestion.incrementAndGet();
      questions.put(question, answer);
      sendQueue.send(new FromScheduler.AskInventory(question));
    }
  }

  /// Answers a heartbeat, before everything else that waits to go out.
  void answer(long heartbeat) {
    sendQueue.sendFirst(new FromScheduler.HeartbeatAnswer(heartbeat, !isNoting.getAsBoolean()));
  }

  /// Passes on the answer of the agent.
  void answered(long question, List<InventoryItem> held) {
    Consumer<List<InventoryItem>> answer = questions.remove(question);
    if (answer != null) {
      answer.accept(held);
    }
  }
}
