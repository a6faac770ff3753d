package io.tidemill.agent.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.text.WellFormed;
import org.junit.jupiter.api.Test;

class CapturedThrowableTest {
  @Test void what_an_exception_says_is_text_of_whole_characters() {
    CapturedThrowable captured = CapturedThrowable
        .of(new IllegalStateException("half \uD83D of a pair", new IllegalArgumentException("\uDE00")));

    assertThat(captured.message()).isEqualTo("half ? of a pair");
    assertThat(captured.text()).contains("IllegalStateException: half ? of a pair", "IllegalArgumentException: ?");
  }

  @Test void a_text_that_is_cut_ends_with_a_whole_character() {
    for (int most = 30; most < 40; most++) {
      String cut = StackTraceFilter.capped("😀".repeat(100), most);
      assertThat(WellFormed.is(cut)).as(cut).isTrue();
      assertThat(cut).hasSizeLessThanOrEqualTo(most).contains("more characters");
    }
  }
}
