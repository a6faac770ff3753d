package io.tidemill.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.engine.fact.AttemptAssigned;
import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.fact.AttemptStarted;
import io.tidemill.engine.fact.AttemptStopRequested;
import io.tidemill.engine.fact.AttemptSucceeded;
import io.tidemill.engine.fact.CancelRequested;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.OwnershipTaken;
import io.tidemill.engine.fact.RetryScheduled;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.fact.ShardRetriesScheduled;
import io.tidemill.engine.fact.ShardedTaskStopRequested;
import io.tidemill.engine.fact.ShardsAssigned;
import io.tidemill.engine.fact.ShardsEnded;
import io.tidemill.engine.fact.ShardsExpanded;
import io.tidemill.engine.fact.ShardsReleased;
import io.tidemill.engine.fact.ShardsReset;
import io.tidemill.engine.fact.ShardsStopRequested;
import io.tidemill.engine.fact.ShardsSucceeded;
import io.tidemill.engine.fact.TaskEnded;
import io.tidemill.engine.fact.TaskJoined;
import io.tidemill.engine.fact.TaskReady;
import io.tidemill.engine.fact.TasksReset;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
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

  /// One of each kind, and of each alternative.
  private static final List<Fact> ALL = List.of(new OwnershipTaken("north-1", 3),
      new RunCreated(7, 1, 3, "key", SMALL, new Trigger.Manual("test")),
      new RunCreated(7, 2, 3, null, LARGE, new Trigger.ApiKey("north")),
      new TaskReady(7, 1, 4), new AttemptAssigned(7, 1, 4, 1, -5, Long.MIN_VALUE),
      new AttemptStarted(7, 1, 4, 1, 1_795_000L),
      new AttemptSucceeded(7, 1, 4, 1, SMALL, 12, 3456), new AttemptSucceeded(7, 1, 4, 1, LARGE, 0, 0),
      new AttemptFailed(7, 1, 4, 1, 98, FAILURE, 12, 34), new AttemptStopRequested(7, 1, 4, 1, false),
      new AttemptStopRequested(7, 1, 4, 1, true), new RetryScheduled(7, 1, 4, 1_800_000L),
      new TaskEnded(7, 1, 4, TaskState.UPSTREAM_FAILED), new TaskJoined(7, 1, 5, SMALL),
      new ShardsExpanded(7, 1, 6, 2, 3, LARGE, LARGE), new ShardsExpanded(7, 1, 6, 0, 0, null, null),
      new ShardsAssigned(7, 1, 6, 99, 98, new int[]{0, 1, 2, 7}), new ShardsReleased(7, 1, 6, new int[]{5}),
      new ShardsSucceeded(7, 1, 6, new int[]{2, -1, -1, 0, 1}, LARGE),
      new ShardFailed(7, 1, 6, 2, 1, -98, Failure.lost("gone"), 0, 0),
      new ShardRetriesScheduled(7, 1, 6, new int[]{3, 1}, 1_900_000L),
      new ShardsEnded(7, 1, 6, new int[]{0}, ShardState.CANCELLED), new ShardsStopRequested(7, 1, 6, 99),
      new ShardedTaskStopRequested(7, 1, 6, false), new ShardedTaskStopRequested(7, 1, 6, true),
      new CancelRequested(7, 1, "enough"),
      new CancelRequested(7, 1, null), new RunEnded(7, 1, RunOutcome.SKIPPED),
      new RunReopened(7, 1, List.of(new byte[]{0, 1}, new byte[]{2})), new RunReopened(7, 1, List.of()),
      new TasksReset(7, 1, new int[]{0, 3}), new ShardsReset(7, 1, 6, new int[]{0, 2, 4}),
      new AttemptSucceeded(7, 1, 4, 1, SMALL, 12, 3456, 1200, 5L << 30),
      new AttemptSucceeded(7, 1, 4, 1, SMALL, 12, 3456, 0, -1),
      new AttemptFailed(7, 1, 4, 1, 98, FAILURE, 12, 34, 30, 180L << 20),
      new ShardsSucceeded(7, 1, 6, new int[]{2, -1}, LARGE, new ResourceUsage(9_000, 8_000, -1)),
      new ShardFailed(7, 1, 6, 2, 1, -98, FAILURE, 1, 2, 3, 4));

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
