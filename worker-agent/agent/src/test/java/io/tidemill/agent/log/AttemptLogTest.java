package io.tidemill.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptLogTest {
  private final LogShipper shipper = new LogShipper(new LogLimits(100_000, 10_000, 4_096, Duration.ofMillis(1)));
  private final ByteArrayOutputStream shipped = new ByteArrayOutputStream();
  private final AttemptLog log = shipper.open((sequence, text) -> shipped.writeBytes(text));

  private String text() throws InterruptedException {
    log.end();
    assertThat(shipper.close(Duration.ofSeconds(30))).isTrue();
    return shipped.toString(StandardCharsets.UTF_8);
  }

  @Test void a_long_printed_line_is_cut_between_letters() throws InterruptedException {
    String line = "x" + "é".repeat(9_000) + "yz" + "😀".repeat(5_000);
    log.out().println(line);

    String joined = text().replaceAll("(?m)^\\S+ OUT ", "").replace("\n", "");

    assertThat(joined).isEqualTo(line);
  }

  @Test void bytes_that_are_no_letters_become_lines_all_the_same() throws InterruptedException {
    byte[] bytes = new byte[20_000];
    java.util.Arrays.fill(bytes, (byte) 0x80);
    log.out().write(bytes, 0, bytes.length);

    assertThat(text().codePoints().filter(each -> each == 0xFFFD).count()).isEqualTo(20_000);
  }

  @Test void of_one_message_that_is_longer_than_the_log_beginning_and_end_are_kept() throws InterruptedException {
    log.line("INFO", "before");
    log.line("INFO", "BEGIN" + "ü".repeat(300_000) + "END");
    log.line("INFO", "after");

    String text = text();

    assertThat(text).contains("INFO before\n", "INFO BEGINü", "bytes are cut out here", "üEND\n", "INFO after\n")
        .doesNotContain("\uFFFD");
    assertThat(text.getBytes(StandardCharsets.UTF_8).length).isBetween(90_000, 100_200);
  }

  @Test void a_message_that_alone_fills_the_log_keeps_its_beginning_and_its_end() throws InterruptedException {
    log.line("INFO", "BEGIN" + "h".repeat(1_000_000) + "END");

    assertThat(text()).contains("INFO BEGINhhh", "hhhEND\n");
  }

  @Test void a_message_never_fails_a_body_whatever_it_is_made_of() {
    Object unwilling = new Object() {
      @Override public String toString() {
        throw new AssertionError("no");
      }
    };
    RuntimeException mute = new IllegalStateException() {
      @Override public String getMessage() {
        throw new IllegalStateException("no message");
      }
    };

    assertThat(FormattedLog.format("value {}", (Object[]) null)).isEqualTo("value null");
    assertThat(FormattedLog.format(null)).isEqualTo("null");
    assertThat(FormattedLog.format("{}", unwilling)).contains("[FAILED toString()]");
    assertThat(FormattedLog.format("failed", mute)).startsWith("failed\n")
        .contains("its message cannot be read: java.lang.IllegalStateException");
  }
}
