package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class RepeatedWarningTest {
  private final List<String> told = new ArrayList<>();
  private long seconds;
  private final RepeatedWarning warning = new RepeatedWarning(logger(), () -> seconds * 1_000_000_000L);

  private Logger logger() {
    return (Logger) Proxy.newProxyInstance(Logger.class.getClassLoader(), new Class<?>[]{Logger.class},
        (_, method, arguments) -> {
          told.add(method.getName() + " " + Arrays.deepToString(arguments).replaceAll("[\\[\\]]", ""));
          return null;
        });
  }

  @Test void what_comes_up_ten_times_a_second_is_told_once_in_ten_with_how_often_it_came_up() {
    for (int i = 0; i < 250; i++) {
      seconds = i / 10;
      warning.tell("no answer");
    }
    assertThat(told).hasSize(3).first().asString().contains("no answer").doesNotContain("more");
    assertThat(told.get(1)).contains("no answer", "99");
  }

  @Test void once_its_cause_is_over_that_is_told_and_the_next_is_told_at_once() {
    warning.tell("no answer");
    warning.over("it answers");
    warning.over("it answers");
    warning.tell("no answer");
    assertThat(told).hasSize(3);
    assertThat(told.get(1)).startsWith("info").contains("it answers");
  }
}
