package io.tidemill.gateway;

import io.tidemill.engine.input.Input;
import io.tidemill.engine.reply.Reply;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.Report;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Delivers reports of one connection to the partitions. A batch is acknowledged once all its reports are durable; a report that
/// no owner could take is redelivered when the partition is acquired, or left to another scheduler where there are several.
final class ReportRedelivery {
  private final SchedulerNode node;
  private final Inputs inputs;
  private final IntPredicate elsewhere;
  private final Queue<Delivery> held = new ConcurrentLinkedQueue<>();

  /// @param elsewhere whether another scheduler is to take what is for a partition
  ReportRedelivery(SchedulerNode node, Inputs inputs, IntPredicate elsewhere) {
    this.node = node;
    this.inputs = inputs;
    this.elsewhere = elsewhere;
  }

  /// Maps a report to an input.
  interface Inputs {
    Input input(Report report, int partition, List<ValueBlock> values);
  }

  /// Reports that are acknowledged together.
  static final class Batch {
    private final AgentLink agent;
    private final long number;
    private final AtomicInteger open;

    private Batch(AgentLink agent, long number, int reports) {
      this.agent = agent;
      this.number = number;
      this.open = new AtomicInteger(reports);
    }

    /// Leaves some of them to another scheduler.
    ///
    /// @param positions of them in the batch
    void elsewhere(List<Integer> positions) {
      agent.elsewhere(number, positions);
      positions.forEach(_ -> done());
    }

    /// Completes one of them.
    void done() {
      if (open.decrementAndGet() == 0) {
        agent.acknowledge(number);
      }
    }
  }

  Batch batch(AgentLink agent, long number, int reports) {
    return new Batch(agent, number, reports);
  }

  /// @param position of the report in the batch
  Completion delivery(Report report, int partition, Batch batch, int position) {
    return new Delivery(report, partition, node.epoch(partition), batch, position);
  }

  /// Redelivers reports for an acquired partition.
  void owned(int partition) {
    List<Delivery> waiting = held.stream().filter(delivery -> delivery.partition == partition).toList();
    held.removeAll(waiting);
    waiting.forEach(this::redeliver);
  }

  /// Leaves what waits for partitions of other schedulers to them.
  void followOwners() {
    List<Delivery> lost = held.stream().filter(delivery -> elsewhere.test(delivery.partition)).toList();
    lost.stream().filter(held::remove).forEach(this::redeliver);
  }

  private void redeliver(Delivery delivery) {
    int partition = delivery.partition;
    if (elsewhere.test(partition)) {
      delivery.batch.elsewhere(List.of(delivery.position));
      return;
    }
    long epoch = node.epoch(partition);
    if (epoch == delivery.epoch || epoch < 0) {
      held.add(delivery);
      return;
    }
    List<ValueBlock> values = new ArrayList<>(0);
    Input input = inputs.input(delivery.report, partition, values);
    node.submit(partition, input, values,
        new Delivery(delivery.report, partition, epoch, delivery.batch, delivery.position));
  }

  /// Delivery of one report.
  private final class Delivery implements Completion {
    private final Report report;
    private final int partition;
    private final long epoch;
    private final Batch batch;
    private final int position;

    /// @param epoch epoch of the owner it is submitted to
    /// @param position of the report in the batch
    Delivery(Report report, int partition, long epoch, Batch batch, int position) {
      this.report = report;
      this.partition = partition;
      this.epoch = epoch;
      this.batch = batch;
      this.position = position;
    }

    @Override public void durable(@Nullable Reply reply) {
      batch.done();
    }

    @Override public void dropped(String reason) {
      redeliver(this);
    }
  }
}
