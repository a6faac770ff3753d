package io.tidemill.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.DagBuilder;
import io.tidemill.dsl.FileSplit;
import io.tidemill.dsl.HashPartition;
import io.tidemill.dsl.NoParams;
import io.tidemill.dsl.Range;
import io.tidemill.dsl.Types;
import io.tidemill.dsl.code.ShardElement;
import io.tidemill.dsl.code.ShardedCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardTest {
  private static List<ShardElement> expanded(Consumer<DagBuilder<NoParams>> body, @Nullable Object... inputs)
      throws Exception {
    return ((ShardedCode) Dag.define("d", body).code("s")).expand(TestTaskContext.NONE, List.of(inputs));
  }

  private static Consumer<DagBuilder<NoParams>> over(Function<String, ?> key, int maxShards) {
    return d -> d.shard("s")
        .over(d.task("a").runAs(Types.listOf(String.class), ctx -> List.of()))
        .key(key)
        .maxShards(maxShards)
        .exec((ctx, text) -> {});
  }

  @Test void elements_become_shards_in_their_order_with_their_keys() throws Exception {
    assertThat(expanded(over(text -> "key-" + text, 10), List.of("b", "a"))).containsExactly(
        new ShardElement("key-b", "b"),
        new ShardElement("key-a", "a"));
    assertThat(expanded(over(String::length, 10), List.of())).isEmpty();
  }

  @Test void a_key_that_comes_twice_is_named() {
    assertThatThrownBy(() -> expanded(over(String::length, 10), List.of("a", "b")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"1\" came twice")
        .hasMessageContaining("task s");
  }

  @Test void an_expansion_that_cannot_be_is_not_tried_again() {
    var code = (ShardedCode) Dag.define("d", over(String::length, 10)).code("s");

    assertThatThrownBy(() -> code.expand(TestTaskContext.NONE, List.of(List.of("a", "b"))))
        .satisfies(thrown -> assertThat(code.judge(thrown).retryable()).isFalse());
  }

  @Test void a_key_nobody_can_read_is_refused() {
    assertThatThrownBy(() -> expanded(over(text -> text, 10), List.of(""))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> expanded(over(text -> text, 10), List.of("a\u0007b"))).hasMessageContaining("\\u0007");
    assertThatThrownBy(() -> expanded(over(text -> text.repeat(1_001), 10), List.of("a")))
        .hasMessageContaining("1001 characters");
  }

  @Test void too_many_shards_fail_with_the_limit() {
    assertThatThrownBy(() -> expanded(over(text -> text, 2), List.of("a", "b", "c")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at most 2 shards (maxShards)")
        .hasMessageContaining("3");
  }

  private static List<ShardElement> range(long from, long to, long size) throws Exception {
    return expanded(d -> d.shard("s").overRange(from, to, size).exec((ctx, range) -> {}));
  }

  @Test void a_range_is_cut_into_parts_of_the_size_and_a_rest() throws Exception {
    assertThat(range(0, 10, 4)).containsExactly(new ShardElement("0..4", new Range(0, 4)),
        new ShardElement("4..8", new Range(4, 8)),
        new ShardElement("8..10", new Range(8, 10)));
    assertThat(range(5, 5, 4)).isEmpty();
    assertThat(range(-3, 0, 100)).containsExactly(new ShardElement("-3..0", new Range(-3, 0)));
    assertThat(range(Long.MAX_VALUE - 5, Long.MAX_VALUE, 4)).hasSize(2)
        .last()
        .isEqualTo(new ShardElement("9223372036854775806..9223372036854775807",
            new Range(Long.MAX_VALUE - 1, Long.MAX_VALUE)));
    assertThat(range(0, Long.MAX_VALUE, Long.MAX_VALUE)).hasSize(1);
  }

  @Test void hash_partitions_are_all_there() throws Exception {
    assertThat(expanded(d -> d.shard("s").overHash(2).exec((ctx, part) -> {}))).containsExactly(
        new ShardElement("0/2", new HashPartition(0, 2)), new ShardElement("1/2", new HashPartition(1, 2)));
  }

  @Test void a_key_has_one_partition_which_never_changes() {
    assertThat(IntStream.range(0, 7).filter(i -> new HashPartition(i, 7).owns("tidemill")).count()).isOne();
    assertThat(Stream.of("tidemill", "", "Zürich", "2026-01-02", "7").map(key -> HashPartition.of(key, 1_000)))
        .containsExactly(710,
            342, 776, 767, 759);
    assertThat(HashPartition.of(new StringBuilder("tidemill"), 1_000)).isEqualTo(710);
    assertThat(HashPartition.of(7, 97)).isEqualTo(HashPartition.of("7", 97)).isEqualTo(HashPartition.of(7L, 97));
    assertThat(HashPartition.of(new BigDecimal("1.50"), 97)).isEqualTo(HashPartition.of(new BigDecimal("1.5"), 97));
    assertThat(HashPartition.of(LocalDate.of(2026, 1, 2), 97)).isEqualTo(HashPartition.of("2026-01-02", 97));
    assertThatThrownBy(() -> HashPartition.of(new Object(), 97)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
    assertThatThrownBy(() -> new HashPartition(2, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test void partitions_share_the_keys_evenly() {
    var counts = new int[16];
    for (var i = 0; i < 16_000; i++) {
      counts[HashPartition.of(i, 16)]++;
    }

    assertThat(Arrays.stream(counts)).allMatch(count -> count > 800 && count < 1_200);
  }

  @Test void files_are_cut_into_splits(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("a.txt"), "0123456789");
    var empty = Files.writeString(folder.resolve("empty.txt"), "");

    var given = expanded(d -> d.shard("s").overFiles(List.of(file, empty), 4).exec((ctx, split) -> {}));
    var named = expanded(d -> d.shard("s")
        .overFiles(d.task("a").runAs(Types.listOf(String.class), ctx -> List.of()), 4)
        .exec((ctx, split) -> {}), List.of(file.toString()));

    assertThat(given).isEqualTo(named)
        .extracting(ShardElement::value)
        .containsExactly(new FileSplit(file.toString(), 0, 4),
            new FileSplit(file.toString(), 4, 4), new FileSplit(file.toString(), 8, 2));
    assertThat(given.getFirst().key()).isEqualTo(file + "@0+4");
    assertThatThrownBy(
        () -> expanded(d -> d.shard("s").overFiles(List.of(folder.resolve("none"))).exec((ctx, split) -> {})))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none");
  }

  @Test void every_line_is_read_once_wherever_the_edges_fall(@TempDir Path folder) throws IOException {
    var random = new Random(7);
    for (var round = 0; round < 60; round++) {
      var text = new StringBuilder();
      for (var i = random.nextInt(12); i > 0; i--) {
        text.append(List.of("", "a", "bcd", "Zürich", "\r", "x".repeat(9)).get(random.nextInt(6)))
            .append(i == 1 && random.nextBoolean() ? "" : List.of("\n", "\r\n").get(random.nextInt(2)));
      }
      var file = Files.writeString(folder.resolve("f" + round), text);
      var size = Files.size(file);
      var whole = lines(new FileSplit(file.toString(), 0, size));
      for (var bytes = 1L; bytes <= size; bytes++) {
        var read = new ArrayList<String>();
        for (var offset = 0L; offset < size; offset += bytes) {
          read.addAll(lines(new FileSplit(file.toString(), offset, Math.min(bytes, size - offset))));
        }
        assertThat(read).as("round %s, splits of %s bytes", round, bytes).isEqualTo(whole);
      }
      var expected = text.isEmpty() ? List.<String>of() : new ArrayList<>(List.of(text.toString().split("\n", -1)));
      if (!expected.isEmpty() && expected.getLast().isEmpty()) {
        expected.removeLast();
      }
      assertThat(whole).isEqualTo(expected.stream()
          .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
          .toList());
    }
  }

  @Test void a_split_owns_the_line_that_starts_at_its_first_byte(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("a"), "ab\ncd\nef").toString();

    assertThat(lines(new FileSplit(file, 0, 3))).containsExactly("ab");
    assertThat(lines(new FileSplit(file, 3, 1))).containsExactly("cd");
    assertThat(lines(new FileSplit(file, 4, 2))).isEmpty();
    assertThat(lines(new FileSplit(file, 6, 2))).containsExactly("ef");
  }

  @Test void lines_come_in_the_charset_asked_for(@TempDir Path folder) throws IOException {
    var file = Files.write(folder.resolve("a"), "é\n".getBytes(StandardCharsets.ISO_8859_1)).toString();

    try (var lines = new FileSplit(file, 0, 2).lines(StandardCharsets.ISO_8859_1)) {
      assertThat(lines).containsExactly("é");
    }
  }

  private static List<String> lines(FileSplit split) {
    try (var lines = split.lines()) {
      return lines.toList();
    }
  }
}
