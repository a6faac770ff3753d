package io.tidemill.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.text.DurationText;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({"PT0S,0 s", "PT4S,4 s", "PT0.25S,250 ms", "PT1M30S,1 min 30 s", "PT2H,2 h", "P7DT12H,7 d 12 h",
      "PT1.5S,1 s 500 ms", "PT-4S,-4 s", "PT0.000000001S,1 ns",
      "PT-2562047788015215H-30M-8S,-106751991167300 d 15 h 30 min 7 s"}) void a_duration_reads_as_people_write_it(
          String iso,
          String text) {
    assertThat(DurationText.of(Duration.parse(iso))).isEqualTo(text);
  }
}
