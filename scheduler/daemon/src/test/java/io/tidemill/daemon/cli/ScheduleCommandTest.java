package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ScheduleCommandTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach void open() {
    shell = new Shell(folder);
  }

  private static String program(String schedule) {
    return """
        import module java.base;
        import io.tidemill.dsl.*;
        Dag<NoParams> dag() {
          return Dag.define("nightly", d -> {
            d.schedule("main", %s);
            d.task("a").exec(ctx -> {});
          });
        }
        void main() {}
        """.formatted(schedule);
  }

  @Test void the_slots_of_an_expression_are_shown_with_what_the_clocks_do_to_them() {
    var answer = shell.type("schedule", "--cron", "30 2 * * *", "--zone", "Europe/Berlin", "--simulate",
        "2026-03-28..2026-03-31");

    assertThat(answer.code()).as(answer::all).isZero();
    assertThat(answer.out().lines()).hasSize(5)
        .anySatisfy(line -> assertThat(line).contains("2026-03-29T03:00+02:00",
            "2026-03-29T01:00:00Z", "due", "moved to the end of the gap"));
  }

  @Test void the_holes_of_a_calendar_and_quiet_windows_are_shown() {
    shell.save("Nightly.java", program(
        """
            Cron.daily("08:00", "Europe/Berlin").calendar(BusinessCalendar.weekdays().except(LocalDate.of(2026, 12, 25)))
                .quiet(QuietWindow.between(LocalDateTime.of(2026, 12, 24, 0, 0), LocalDateTime.of(2026, 12, 25, 0, 0)))"""));
    var answer = shell.type("-o", "json", "schedule", "Nightly.java", "--simulate", "2026-12-23..2026-12-29");

    assertThat(answer.code()).as(answer::all).isZero();
    var slots = new JsonMapper().readTree(answer.out()).path(0).path("slots");
    assertThat(slots.valueStream().map(slot -> slot.path("state").asString()))
        .containsExactly("DUE", "SKIPPED", "NONE", "NONE", "NONE", "DUE");
    assertThat(slots.path(2).path("notes").path(0).asString()).isEqualTo("no working day");
  }

  @Test void two_versions_of_a_schedule_are_compared() {
    shell.save("Old.java", program("Cron.daily(\"02:00\", \"UTC\")"));
    shell.save("New.java", program("Cron.of(\"0 2,3 * * *\", \"UTC\")"));
    var answer = shell.type("schedule", "New.java", "--against", "Old.java", "--simulate", "2026-01-01..2026-01-02");

    assertThat(answer.out()).contains("+  2026-01-01T03:00Z").doesNotContain("T02:00Z  2026");
    assertThat(shell.type("schedule", "Old.java", "--against", "Old.java").out())
        .contains("no difference in this time");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      --cron x                                               | five fields
      --cron '0 0 31 2 *'                                    | This schedule would never fire.
      --cron '* * * * *' --zone Mars/Olympus                 | an IANA time zone
      --cron '* * * * *' --zone Europe/Berln                 | did you mean 'Europe/Berlin'?
      --cron '* * * * *' --next soon                         | Expected a time like 90s
      --cron '* * * * *' --next 9999999d                     | Expected at most 3660 days
      --cron '* * * * *' --simulate 2026-01-01               | Expected FROM..TO
      --cron '* * * * *' --simulate 2026-01-02..2026-01-01   | Expected FROM before TO
      --cron '* * * * *' --simulate yesterday..2026-01-01    | Expected a date like
      --cron '* * * * *' Some.java                           | Expected a file or --cron, but found both
      Missing.java                                           | there is none at
      ''                                                     | Expected a file, a DAG or --cron EXPRESSION
      """) void bad_input_is_told(String arguments, String told) {
    var words = arguments.isEmpty() ? new String[0] : words(arguments);
    var typed = new String[words.length + 1];
    typed[0] = "schedule";
    System.arraycopy(words, 0, typed, 1, words.length);
    var answer = shell.type(typed);

    assertThat(answer.code()).as(answer::all).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).contains(told);
  }

  private static String[] words(String arguments) {
    return java.util.regex.Pattern.compile("'([^']*)'|(\\S+)")
        .matcher(arguments)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toArray(String[]::new);
  }

  @Test void every_minute_of_a_long_time_is_cut_and_says_so() {
    var answer = shell.type("schedule", "--cron", "* * * * *", "--next", "30d");

    assertThat(answer.code()).isZero();
    assertThat(answer.err()).contains("more than 10000 slots");
  }
}
