package io.tidemill.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.dsl.graph.AssetMode;
import io.tidemill.dsl.graph.OnAssetsNode;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.fact.AssetEventRecorded;
import io.tidemill.engine.fact.AttemptAssigned;
import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.fact.AttemptStarted;
import io.tidemill.engine.fact.AttemptStopRequested;
import io.tidemill.engine.fact.AttemptSucceeded;
import io.tidemill.engine.fact.BackfillCancelRequested;
import io.tidemill.engine.fact.BackfillCreated;
import io.tidemill.engine.fact.BackfillEnded;
import io.tidemill.engine.fact.BackfillPaused;
import io.tidemill.engine.fact.BackfillResumed;
import io.tidemill.engine.fact.CancelRequested;
import io.tidemill.engine.fact.CleanUpStopRequested;
import io.tidemill.engine.fact.CommandApplied;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.MaintenanceBegan;
import io.tidemill.engine.fact.MaintenanceEnded;
import io.tidemill.engine.fact.MaintenancePlanned;
import io.tidemill.engine.fact.MessageSent;
import io.tidemill.engine.fact.MessageTaken;
import io.tidemill.engine.fact.OwnershipTaken;
import io.tidemill.engine.fact.PartitionPaused;
import io.tidemill.engine.fact.PartitionResumed;
import io.tidemill.engine.fact.RetryScheduled;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.fact.RunVersionChanged;
import io.tidemill.engine.fact.SchedulesPaused;
import io.tidemill.engine.fact.SchedulesResumed;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.fact.ShardRetriesScheduled;
import io.tidemill.engine.fact.ShardedTaskStopRequested;
import io.tidemill.engine.fact.ShardsAssigned;
import io.tidemill.engine.fact.ShardsEnded;
import io.tidemill.engine.fact.ShardsExpanded;
import io.tidemill.engine.fact.ShardsReleased;
import io.tidemill.engine.fact.ShardsReset;
import io.tidemill.engine.fact.ShardsSucceeded;
import io.tidemill.engine.fact.SlotHeld;
import io.tidemill.engine.fact.SlotQueued;
import io.tidemill.engine.fact.SlotsLate;
import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.fact.TaskEnded;
import io.tidemill.engine.fact.TaskJoined;
import io.tidemill.engine.fact.TaskMarked;
import io.tidemill.engine.fact.TaskReady;
import io.tidemill.engine.fact.TasksReset;
import io.tidemill.engine.fact.VersionActivated;
import io.tidemill.engine.fact.VersionActivated.Declared;
import io.tidemill.engine.message.AssetEventTold;
import io.tidemill.engine.message.AssetSubscribed;
import io.tidemill.engine.message.AssetUnsubscribed;
import io.tidemill.engine.message.AssetUpdated;
import io.tidemill.engine.message.SlotTold;
import io.tidemill.engine.message.SlotsSubscribed;
import io.tidemill.engine.message.SlotsUnsubscribed;
import io.tidemill.engine.reply.AssetEventAccepted;
import io.tidemill.engine.reply.BackfillAccepted;
import io.tidemill.engine.reply.BackfillPlanned;
import io.tidemill.engine.reply.CancelAccepted;
import io.tidemill.engine.reply.MarkPlanned;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.reply.RerunPlanned.Extent;
import io.tidemill.engine.reply.ResumePlanned;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.schedule.BackfillTotals;
import io.tidemill.engine.schedule.FateReason;
import io.tidemill.engine.schedule.LatenessCause;
import io.tidemill.engine.schedule.LatenessKind;
import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.SlotOrder;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;
import io.tidemill.engine.state.Address;
import io.tidemill.engine.state.AssetEvents;
import io.tidemill.engine.state.BackfillSpec;
import io.tidemill.engine.state.EventSource;
import io.tidemill.engine.state.Links;
import io.tidemill.engine.state.MaintenanceWindow;
import io.tidemill.engine.state.PauseHistory.Span;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.SlotSpan;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JournalFormatTest {
  private static final Value SMALL = Value.inline("{\"a\":1}".getBytes(StandardCharsets.UTF_8), "Ok");
  private static final Value LARGE = Value.stored(77L << 33 | 5, 300_000, "");
  private static final Failure FAILURE = new Failure(Failure.Kind.FAILED, "java.io.IOException", "disk – full",
      "A.java:3",
      "at A", true, 1500);

  private static final SlotRef SLOT = new SlotRef("nightly", 86_400_000, 0, 86_400_000);

  private static final EventSource EVENT = EventSource.task("load", 3, "write");

  /// One of each kind, and of each alternative.
  private static final List<Fact> ALL = List.of(new OwnershipTaken("north-1", 3),
      new RunCreated(7, 1, 3, "key", SMALL, new Trigger.Manual("test")),
      new RunCreated(7, 2, 3, null, LARGE, new Trigger.ApiKey("north")),
      new TaskReady(7, 1, 4), new AttemptAssigned(7, 1, 4, 1, -5, Long.MIN_VALUE),
      new AttemptStarted(7, 1, 4, 1, 1_795_000L),
      new AttemptSucceeded(7, 1, 4, 1, SMALL, Timing.of(12, 3456)),
      new AttemptSucceeded(7, 1, 4, 1, LARGE, Timing.NONE),
      new AttemptFailed(7, 1, 4, 1, 98, FAILURE, Timing.of(12, 34)), new AttemptStopRequested(7, 1, 4, 1, false),
      new AttemptStopRequested(7, 1, 4, 1, true), new RetryScheduled(7, 1, 4, 1_800_000L),
      new TaskEnded(7, 1, 4, TaskState.UPSTREAM_FAILED), new TaskJoined(7, 1, 5, SMALL),
      new TaskMarked(7, 1, 4, TaskState.SUCCESS, LARGE, "me", "checked by hand"),
      new TaskMarked(7, 1, 4, TaskState.SKIPPED, null, "me", ""),
      new ShardsExpanded(7, 1, 6, 2, 3, LARGE, LARGE), new ShardsExpanded(7, 1, 6, 0, 0, null, null),
      new ShardsAssigned(7, 1, 6, 99, 98, new int[]{0, 1, 2, 7}), new ShardsReleased(7, 1, 6, new int[]{5}),
      new ShardsSucceeded(7, 1, 6, new int[]{2, -1, -1, 0, 1}, LARGE),
      new ShardFailed(7, 1, 6, 2, 1, -98, Failure.lost("gone"), Timing.NONE),
      new ShardRetriesScheduled(7, 1, 6, new int[]{3, 1}, 1_900_000L),
      new ShardsEnded(7, 1, 6, new int[]{0}, ShardState.CANCELLED),
      new ShardedTaskStopRequested(7, 1, 6, false), new ShardedTaskStopRequested(7, 1, 6, true),
      new CancelRequested(7, 1, "enough"),
      new CancelRequested(7, 1, null), new RunEnded(7, 1, RunOutcome.SKIPPED),
      new RunReopened(7, 1, List.of(new byte[]{0, 1}, new byte[]{2})), new RunReopened(7, 1, List.of()),
      new TasksReset(7, 1, new int[]{0, 3}), new ShardsReset(7, 1, 6, new int[]{0, 2, 4}),
      new AttemptSucceeded(7, 1, 4, 1, SMALL, new Timing(12, new ResourceUsage(3456, 1200, 5L << 30))),
      new AttemptSucceeded(7, 1, 4, 1, SMALL, new Timing(12, new ResourceUsage(3456, 0, -1))),
      new AttemptFailed(7, 1, 4, 1, 98, FAILURE, new Timing(12, new ResourceUsage(34, 30, 180L << 20))),
      new ShardsSucceeded(7, 1, 6, new int[]{2, -1}, LARGE, new ResourceUsage(9_000, 8_000, -1)),
      new ShardFailed(7, 1, 6, 2, 1, -98, FAILURE, new Timing(1, new ResourceUsage(2, 3, 4))),
      new VersionActivated(7, "sales", 3, List.of("nightly"), new OverlapNode(OverlapPolicy.QUEUE, 5),
          List.of(new Declared(ScheduleNode.cron("0 2 * * *", "Europe/Berlin"), -1, 2_000))),
      new RunCreated(7, 3, 3, null, SMALL, new Trigger.Slot(SLOT)), new SlotQueued(7, SLOT),
      new SlotsNotRun(7, "nightly", -86_400_000, 0, 2, SlotOutcome.MISSED, SlotReason.DOWNTIME),
      new SlotsNotRun(7, "nightly", 86_400_000, 86_400_000, 1, SlotOutcome.SKIPPED, SlotReason.QUIET),
      new SlotsLate(7, "nightly", LatenessKind.NOT_FINISHED, 86_400_000, 172_800_000, 2, 7_200_000,
          LatenessCause.PAUSED, 0),
      new SchedulesPaused(7, "me"), new SchedulesResumed(7, "me"), new PartitionPaused("", "me", "", List.of()),
      new PartitionPaused("nightly", "me", "pause-1", List.of("hourly")),
      new PartitionResumed("nightly", "me", "resume-1"),
      new MaintenancePlanned(new MaintenanceWindow("m-1", 7, "", 1_000, 2_000, "upgrade", "me"), List.of()),
      new MaintenancePlanned(new MaintenanceWindow("m-2", 0, "nightly", 1_000, 2_000, "", ""), List.of("m-0")),
      new MaintenanceBegan("m-1"), new MaintenanceEnded("m-1", ""), new MaintenanceEnded("m-2", "me"),
      new CommandApplied(7, "resume-1", 77, new ResumePlanned(
          List.of(new ResumePlanned.Slots("nightly", 0, 86_400_000, 2, SlotOutcome.MISSED, SlotReason.MAINTENANCE)),
          List.of(new ResumePlanned.Total(SlotOutcome.MISSED, SlotReason.MAINTENANCE, 2)), "a #3 to #5", true, true,
          false, true)),
      new RunCreated(7, 3, 3, "key", Value.stored(77L << 33 | 6, 2_000, "", "0a".repeat(32)),
          new Trigger.Manual("test")),
      new CommandApplied(7, "start-1", 77, new RunAccepted(7, 3, 2, true)),
      new CommandApplied(7, "cancel-1", 77, new CancelAccepted(7, 3)),
      new CommandApplied(7, "start-2", 77, new Refused(Refused.Code.KEY_REUSED, "Expected another key")),
      new CommandApplied(7, "rerun-1", 77,
          new RerunPlanned(List.of(new RerunPlanned.Change("a", "FAILED", Extent.ALL, -1),
              new RerunPlanned.Change("b", "SUCCESS", Extent.SHARDS, 3)), 2, 4, 3, "0123456789abcdef", true)),
      new CommandApplied(7, "mark-1", 77,
          new MarkPlanned(List.of(new MarkPlanned.Change("a", "FAILED", "SUCCESS"),
              new MarkPlanned.Change("b", "UPSTREAM_FAILED", "WAITING")), 2, "0123456789abcdef", true)),
      new CancelRequested(7, 1, "run deadline of 4 s exceeded", true), new CleanUpStopRequested(7, 1),
      new RunVersionChanged(7, 1, 4), new TasksReset(7, 1, new int[]{0, 3}, new int[]{3}),
      new ShardsExpanded(7, 1, 6, 2, 4, LARGE, LARGE, new ShardsExpanded.Again(new int[]{2, 0, 3}, new int[]{2})),
      new RunCreated(7, 4, 3, null, SMALL, new Trigger.Backfill(2, SLOT)),
      new BackfillCreated(7, 2, new BackfillSpec(ScheduleNode.cron("0 2 * * *", "Europe/Berlin"), -86_400_000,
          864_000_000, Reprocess.FAILED, SlotOrder.NEWEST_FIRST, 3, SMALL, "me"),
          List.of(new SlotSpan(-86_400_000, 0,
              2), new SlotSpan(172_800_000, 172_800_000, 1)),
          new BackfillTotals(3, 2, 1)),
      new BackfillPaused(7, 2, "me"), new BackfillResumed(7, 2, "me"), new BackfillCancelRequested(7, 2, "me"),
      new BackfillEnded(7, 2, BackfillStatus.CANCELLED),
      new CommandApplied(7, "backfill-1", 77, new BackfillPlanned(List.of(new BackfillPlanned.Slots(0, 86_400_000, 2,
          FateReason.ACTIVE, 5)), new BackfillTotals(3, 2, 1), "3r2a1s-0123456789ab", 2)),
      new CommandApplied(7, "backfill-2", 77, new BackfillAccepted(2, BackfillStatus.PAUSED, 1)),
      new VersionActivated(7, "sales", 3, List.of(), OverlapNode.DEFAULT, List.of(),
          new Links(5, Map.of("asset:b", new Address(9, 2), "asset:a", new Address(8, 1)),
              new OnAssetsNode(AssetMode.ALL, List.of("a", "b"), 60_000, 0, "")),
          List.of(new Span(1_000, 2_000), new Span(3_000, 4_000))),
      new MessageSent(7, 8, 1, 4, new AssetUpdated(EVENT)),
      new MessageTaken(8, 7, 4, new AssetUpdated(EVENT)), new AssetEventRecorded(8, 12, EVENT),
      new MessageSent(8, 7, 5, 1, new AssetEventTold(12, 2_000, EVENT)),
      new MessageSent(7, 8, 1, 5, new AssetSubscribed(5)), new MessageSent(7, 8, 1, 6, new AssetUnsubscribed()),
      new MessageSent(7, 9, 1, 1, new SlotsSubscribed("nightly", 5)),
      new MessageSent(7, 9, 1, 2, new SlotsUnsubscribed("nightly")),
      new MessageTaken(7, 9, 1, new SlotTold("nightly", -86_400_000, 0, "run 4 FAILED")), new SlotHeld(7, SLOT),
      new CommandApplied(8, "event-1", 77, new AssetEventAccepted(12, 3)),
      new RunCreated(7, 5, 3, null, SMALL,
          new Trigger.Assets(List.of(new AssetEvents("a", 3, 5, 3, 1_000, 1_500, EVENT),
              new AssetEvents("b", 1, 1, 1, 1_600, 1_600, new EventSource("", "me", "by mail"))))));

  @Test void every_kind_of_fact_is_covered_here() {
    assertThat(ALL.stream().map(Object::getClass).collect(Collectors.toSet())).containsAll(kinds(Fact.class).toList());
  }

  private static Stream<Class<?>> kinds(Class<?> sealed) {
    return sealed.isSealed()
        ? Arrays.stream(sealed.getPermittedSubclasses()).flatMap(JournalFormatTest::kinds)
        : Stream.of(sealed);
  }

  @Test void what_is_written_is_read_back() {
    List<Fact> read = new ArrayList<>();
    EntryDecoder.decode(encode(), (fact, at) -> {
      assertThat(at).isEqualTo(read.size() < 10 ? 1_000 : 2_000);
      read.add(fact);
    });

    assertThat(read.stream().map(JournalFormatTest::text)).containsExactlyElementsOf(
        ALL.stream().map(JournalFormatTest::text).toList());
  }

  /// The journal outlives the program: what was written once must be written and read the same for ever.
  @Test void the_bytes_of_every_fact_are_those_of_the_first_release() throws IOException {
    assertThat(lines(ALL)).isEqualTo(golden("journal-v1.txt"));
  }

  private static String lines(List<Fact> facts) {
    StringBuilder hex = new StringBuilder();
    for (Fact fact : facts) {
      EntryEncoder encoder = new EntryEncoder();
      encoder.add(List.of(fact), 1_000);
      hex.append(fact.getClass().getSimpleName())
          .append(' ')
          .append(HexFormat.of().formatHex(encoder.finish()))
          .append('\n');
    }
    return hex.toString();
  }

  private static String golden(String name) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(Path.of("src/test/resources/io/tidemill/runtime/codec", name), lines(ALL));
      return lines(ALL);
    }
    try (InputStream golden = JournalFormatTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(golden, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test void one_flipped_bit_anywhere_is_refused() {
    byte[] entry = encode();
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      byte[] broken = entry.clone();
      broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> EntryDecoder.decode(broken, (fact, at) -> {})).isInstanceOf(CorruptEntryException.class)
          .hasMessageContaining("restore the database from a backup");
    }
  }

  @Test void an_entry_cut_short_is_refused() {
    byte[] entry = encode();
    assertThatThrownBy(() -> EntryDecoder.decode(Arrays.copyOf(entry, entry.length - 1), (fact, at) -> {}))
        .isInstanceOf(CorruptEntryException.class);
  }

  @Test void a_hundred_thousand_consecutive_shards_take_a_few_bytes() {
    EntryEncoder encoder = new EntryEncoder();
    encoder.add(List.of(new ShardsSucceeded(1, 1, 1, IntStream.range(0, 100_000).toArray(), LARGE)), 1);
    assertThat(encoder.finish()).hasSizeLessThan(60);
  }

  private static byte[] encode() {
    EntryEncoder encoder = new EntryEncoder();
    encoder.add(ALL.subList(0, 10), 1_000);
    encoder.add(ALL.subList(10, ALL.size()), 2_000);
    return encoder.finish();
  }

  /// A record with all it holds, arrays by content.
  private static String text(Object value) {
    return switch (value) {
      case null -> "null";
      case byte[] bytes -> HexFormat.of().formatHex(bytes);
      case int[] numbers -> Arrays.toString(numbers);
      case List<?> list -> list.stream().map(JournalFormatTest::text).collect(Collectors.joining(",", "[", "]"));
      case Record fact -> Arrays.stream(fact.getClass().getRecordComponents())
          .map(part -> part(fact, part))
          .collect(Collectors.joining(",", fact.getClass().getSimpleName() + "(", ")"));
      default -> value.toString();
    };
  }

  private static String part(Record fact, RecordComponent part) {
    try {
      return text(part.getAccessor().invoke(fact));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
