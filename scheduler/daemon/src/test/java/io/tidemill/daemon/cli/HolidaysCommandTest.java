package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HolidaysCommandTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach void open() {
    shell = new Shell(folder);
  }

  private static String calendar(String... events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n"
        + IntStream.range(0, events.length)
            .mapToObj(i -> "BEGIN:VEVENT\r\nUID:" + i + "\r\n" + events[i] + "\r\nEND:VEVENT\r\n")
            .collect(Collectors.joining())
        + "END:VCALENDAR\r\n";
  }

  @Test void events_of_whole_days_are_listed_with_their_repetitions() {
    shell.save("bank.ics", calendar("DTSTART;VALUE=DATE:20201225\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Christmas Day",
        "DTSTART;VALUE=DATE:20270103\r\nDTEND;VALUE=DATE:20270105\r\nSUMMARY:Closed",
        "DTSTART:20260101T100000Z\r\nSUMMARY:A meeting"));
    var answer = shell.type("holidays", "bank.ics", "--from", "2026", "--to", "2027");

    assertThat(answer.code()).as(answer::all).isZero();
    assertThat(answer.out().lines()).containsExactly("2026-12-25 Christmas Day", "2027-01-03 Closed",
        "2027-01-04 Closed", "2027-12-25 Christmas Day");
    assertThat(answer.err()).contains("1 events with a time of day");
    assertThat(shell.type("-o", "json", "holidays", "bank.ics", "--from", "2026", "--to", "2026").out())
        .contains("\"date\"", "2026-12-25");
  }

  @Test void a_file_that_is_no_calendar_is_refused() {
    shell.save("text.ics", "hello");

    assertThat(shell.type("holidays", "text.ics").err()).contains("Expected an iCalendar file", "text.ics");
    assertThat(shell.type("holidays", "missing.ics").code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(shell.type("holidays", "text.ics", "--from", "2027", "--to", "2026").err()).contains("in order");
  }

  @Test void a_hundred_thousand_days_are_too_many() {
    shell.save("much.ics", calendar("DTSTART;VALUE=DATE:20000101\r\nRRULE:FREQ=DAILY\r\nSUMMARY:Every day"));
    var answer = shell.type("holidays", "much.ics", "--from", "2000", "--to", "2300");

    assertThat(answer.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).contains("Expected at most 10000 holidays");
  }
}
