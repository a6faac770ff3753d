package io.tidemill.api.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UserTextTest {
  @Test void a_text_within_its_bounds_is_taken_as_it_is() {
    assertThat(UserText.KEY.checked("a b/ü😀".repeat(10))).isEqualTo("a b/ü😀".repeat(10));
    assertThat(UserText.KEY.checked("k".repeat(500))).hasSize(500);
    assertThat(UserText.KEY.checked(null)).isNull();
    assertThat(UserText.USER.checked("")).isEmpty();
  }

  @Test void a_text_that_would_break_a_table_or_a_terminal_is_refused() {
    for (String key : new String[]{"", "k".repeat(501), "a\u0000b", "a\nb", "cut \uD83D", "\u001b[2J"}) {
      assertThatThrownBy(() -> UserText.KEY.checked(key)).isInstanceOf(RefusedException.class)
          .hasMessageContaining("1 to 500 characters without control characters");
    }
    assertThatThrownBy(() -> UserText.REASON.checked("r".repeat(2_001))).isInstanceOf(RefusedException.class);
  }
}
