package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandIdTest {
  @Test void a_uuid_and_what_other_systems_call_their_requests_will_do() {
    assertThat(new CommandId(UUID.randomUUID().toString()).text()).hasSize(36);
    assertThat(new CommandId("airflow:run_7.retry-2").text()).isEqualTo("airflow:run_7.retry-2");
    assertThat(new CommandId("x".repeat(128)).text()).hasSize(128);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "Zoë", "a\n",
      "a/b"}) void what_cannot_be_an_id_is_refused_with_place_and_remedy(
          String text) {
    assertThatThrownBy(() -> new CommandId(text)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Expected a command id of 1 to 128 letters, digits", "but found", "a UUID will do");
  }

  @Test void one_that_is_too_long_is_refused_and_not_repeated_as_a_whole() {
    assertThatThrownBy(() -> new CommandId("x".repeat(129))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("129 characters")
        .message()
        .hasSizeLessThan(200);
  }
}
