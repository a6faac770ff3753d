package io.tidemill.store.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.store.exception.CorruptLogException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogTextTest {
  @Test void text_that_repeats_itself_takes_a_fraction() {
    byte[] text = "loading row\n".repeat(10_000).getBytes(UTF_8);
    LogText packed = LogText.pack(text);
    assertThat(packed.textBytes()).isEqualTo(text.length);
    assertThat(packed.content()).hasSizeLessThan(text.length / 50);
    assertThat(packed.text()).isEqualTo(text);
  }

  @Test void short_text_and_text_that_does_not_shrink_stay_as_they_are() {
    byte[] little = "z".repeat(LogText.LEAST_BYTES - 1).getBytes(UTF_8);
    byte[] noise = new byte[10_000];
    new Random(3).nextBytes(noise);
    assertThat(LogText.pack(little)).isEqualTo(new LogText(little, 0));
    assertThat(LogText.pack(noise)).isEqualTo(new LogText(noise, 0));
  }

  @Test void nothing_is_expanded_beyond_what_was_recorded() {
    LogText packed = LogText.pack(new byte[1_000_000]);
    assertThatThrownBy(() -> new LogText(packed.content(), 5_000).text()).isInstanceOf(CorruptLogException.class)
        .hasMessageContaining("to hold 5000 bytes, but found");
    assertThatThrownBy(() -> new LogText(packed.content(), 2_000_000).text()).isInstanceOf(CorruptLogException.class)
        .hasMessageContaining("but found: 1000000 bytes");
    assertThatThrownBy(() -> new LogText(packed.content(), Integer.MAX_VALUE).text())
        .isInstanceOf(CorruptLogException.class)
        .hasMessageContaining("at most 16777216 bytes");
  }

  @Test void what_was_cut_or_changed_is_told_as_corrupt() {
    LogText packed = LogText.pack("once and again ".repeat(1_000).getBytes(UTF_8));
    byte[] cut = Arrays.copyOf(packed.content(), packed.content().length / 2);
    assertThatThrownBy(() -> new LogText(cut, packed.textBytes()).text()).isInstanceOf(CorruptLogException.class)
        .hasMessageContaining("delete it");
  }
}
