package io.tidemill.protocol.remote;

import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.LogChunk;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.ResultBlock;
import io.tidemill.protocol.RunAssetUpdates;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.RunSlot;
import io.tidemill.protocol.SchedulerAddress;
import io.tidemill.protocol.StopReason;
import io.tidemill.protocol.WireValue;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Messages of every kind with values of every size, by a seed.
final class RandomMessages {
  private final SplittableRandom random;

  RandomMessages(long seed) {
    random = new SplittableRandom(seed);
  }

  List<FromAgent> fromAgent() {
    return List.of(
        new FromAgent.Hello(number(), new AgentHello(text(), random.nextLong(), 1 + positive(), positive(), texts(),
            texts(), random.nextLong(), list(random::nextLong),
            nullable(() -> list(() -> new AgentHello.Begun(random.nextLong(), random.nextInt())))),
            list(this::held), random.nextBoolean(), random.nextLong(), random.nextBoolean()),
        new FromAgent.Heartbeat(random.nextLong(), random.nextLong()),
        new FromAgent.Reports(random.nextLong(), reports()), new FromAgent.PredecessorLost(random.nextLong()),
        new FromAgent.Draining(), new FromAgent.Serving(),
        new FromAgent.Progress(key(), number(), random.nextLong(), random.nextLong()),
        new FromAgent.Inventory(random.nextLong(), list(this::held)), new FromAgent.Disconnect());
  }

  List<FromScheduler> fromScheduler() {
    return List.of(new FromScheduler.Welcome(number(), random.nextLong(), text(), random.nextBoolean()),
        new FromScheduler.Schedulers(list(() -> new SchedulerAddress(text(), text(), positive(), text()))),
        new FromScheduler.Elsewhere(random.nextLong(), list(this::positive)),
        new FromScheduler.HeartbeatAnswer(random.nextLong(), random.nextBoolean()),
        new FromScheduler.Assign(assignments()),
        new FromScheduler.Stop(key(), random.nextBoolean() ? StopReason.CANCELLED : StopReason.TIMED_OUT),
        new FromScheduler.Release(list(this::key)), new FromScheduler.Acknowledged(random.nextLong()),
        new FromScheduler.AskInventory(random.nextLong()), new FromScheduler.PredecessorLostNoted(random.nextLong()));
  }

  List<Report> reports() {
    return List.of(new Report.Started(key(), random.nextLong()),
        new Report.Succeeded(key(), bytes(), text(), timing()), new Report.Failed(key(), failure(), timing()),
        new Report.Expanded(key(), number(), bytes(), bytes(), timing()), shardsEnded());
  }

  private Report shardsEnded() {
    int[] indexes = indexes();
    return new Report.ShardsEnded(key(), indexes, bytes(),
        Stream.generate(this::timing).limit(indexes.length).toList(),
        list(() -> new Report.ShardFailed(number(), failure(), timing())));
  }

  private List<Assignment> assignments() {
    RunContext one = run();
    RunContext other = run();
    return List.of(new Assignment.RunTask(one, of(one), text(), number(), inputs()),
        new Assignment.Expand(other, of(other), text(), number(), inputs(), number()), shards(one), shards(other));
  }

  private Assignment shards(RunContext run) {
    return new Assignment.RunShards(run, of(run), text(), number(),
        list(() -> new Assignment.ShardRange(number(), number(), number())), value(), nullable(this::value),
        nullable(() -> list(this::block)), inputs());
  }

  private AttemptKey of(RunContext run) {
    return new AttemptKey(run.dagNo(), run.run(), number(), number(), random.nextLong());
  }

  private RunContext run() {
    return new RunContext(number(), text(), random.nextLong(), number(), text(), value(), random.nextLong(),
        random.nextBoolean()
            ? null
            : new RunSlot(text(), random.nextLong(), random.nextLong(), random.nextLong(), text(),
                random.nextBoolean() ? null : text(), random.nextBoolean() ? null : Long.valueOf(random.nextLong())),
        list(() -> new RunAssetUpdates(text(), random.nextLong(), random.nextLong(), number(), random.nextLong(),
            random.nextLong(), text(), text(), text())));
  }

  private List<InputValue> inputs() {
    return List.of(new InputValue.Single(value()),
        new InputValue.Sharded(number(), nullable(this::value), list(this::block), list(this::number)),
        new InputValue.Ended(text(), nullable(this::value)));
  }

  LogChunk log() {
    return new LogChunk(key(), number(), random.nextLong(), bytes());
  }

  private ResultBlock block() {
    return new ResultBlock(value(), indexes());
  }

  private WireValue value() {
    return random.nextBoolean()
        ? new WireValue(bytes(), 0, random.nextLong(), text())
        : new WireValue(null, random.nextLong(), random.nextLong(), text());
  }

  private FailureReport failure() {
    FailureReport.Kind[] kinds = FailureReport.Kind.values();
    return new FailureReport(kinds[random.nextInt(kinds.length)], text(), text(), text(), text(), random.nextBoolean(),
        random.nextLong());
  }

  private Report.Timing timing() {
    return new Report.Timing(random.nextLong(), random.nextLong(), random.nextLong(), -1);
  }

  private InventoryItem held() {
    return new InventoryItem(key(), 1 + positive());
  }

  private AttemptKey key() {
    return new AttemptKey(number(), random.nextLong(), number(), number(), random.nextLong());
  }

  private int number() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> random.nextInt(1000);
      default -> random.nextInt();
    };
  }

  private int positive() {
    return random.nextInt(1_000_000);
  }

  private List<String> texts() {
    return list(this::text);
  }

  private String text() {
    return random.nextInt(4) == 0 ? "" : "größe-" + Long.toString(random.nextLong(), 36);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(500)];
    random.nextBytes(bytes);
    return bytes;
  }

  private int[] indexes() {
    return random.ints(random.nextInt(5)).toArray();
  }

  private <T> List<T> list(Supplier<T> each) {
    return Stream.generate(each).limit(random.nextInt(4)).toList();
  }

  private <T> @Nullable T nullable(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }
}
