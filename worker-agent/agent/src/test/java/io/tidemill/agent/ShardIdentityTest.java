package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.PackedBytes;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.WireValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ShardIdentityTest {
  private static byte[] packed(String... texts) {
    return PackedBytes.pack(Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
  }

  private static WireValue value(String... texts) {
    byte[] bytes = packed(texts);
    return new WireValue(bytes, 0, bytes.length, "");
  }

  private static List<String> texts(byte[] packed) {
    return PackedBytes.unpack(packed).stream().map(each -> new String(each, StandardCharsets.UTF_8)).toList();
  }

  private static Report.Expanded expanded(Assignment.Expand.Previous previous, byte[] keys, byte[] elements)
      throws Exception {
    RunContext run = new RunContext(1, "dag", 1, 1, "bundle", value(), 1);
    Assignment.Expand expand = new Assignment.Expand(run, new AttemptKey(1, 1, 0, 1, 9), "work", 0, List.of(), 10,
        previous);
    ValueReader none = new ValueReader(null, 1_000);
    return ShardIdentity.of(expand, previous, keys, elements, none, new Report.Timing(0, 0));
  }

  @Test void a_key_keeps_its_index_and_is_the_same_if_its_element_is() throws Exception {
    Report.Expanded report = expanded(new Assignment.Expand.Previous(3, value("a", "b", "c"), value("1", "2", "3")),
        packed("d", "c", "b"), packed("4", "3", "5"));

    assertThat(texts(report.keys())).containsExactly("a", "b", "c", "d");
    assertThat(texts(report.elements())).containsExactly("1", "5", "3", "4");
    assertThat(report.count()).isEqualTo(4);
    assertThat(report.again().order()).containsExactly(3, 2, 1);
    assertThat(report.again().same()).containsExactly(2);
  }

  @Test void without_elements_before_nothing_is_the_same() throws Exception {
    Report.Expanded report = expanded(new Assignment.Expand.Previous(2, value("a", "b"), null), packed("a", "b"),
        packed("1", "2"));

    assertThat(report.again().order()).containsExactly(0, 1);
    assertThat(report.again().same()).isEmpty();
    assertThat(texts(report.elements())).containsExactly("1", "2");
  }
}
