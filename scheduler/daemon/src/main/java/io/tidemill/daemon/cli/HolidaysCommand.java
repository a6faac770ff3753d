package io.tidemill.daemon.cli;

import io.tidemill.daemon.render.Text;
import io.tidemill.daemon.schedule.HolidayFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Turns an iCalendar file into a list of holidays for a DAG's calendar.
@Command(name = "holidays", description = {"List the holidays of an iCalendar file, a date a line.",
    "The list goes into a DAG's file or jar, for BusinessCalendar.exceptList or exceptResource."})
final class HolidaysCommand extends Subcommand {
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 8_999;
  private static final int YEARS_AHEAD = 5;

  @Parameters(index = "0", paramLabel = "FILE.ics", description = "iCalendar file; events of whole days count, with their repetitions") Path file = Path
      .of("");

  @Option(names = "--from", paramLabel = "YEAR", description = "First year. Default: this year") int from = Year
      .now(ZoneOffset.UTC)
      .getValue();

  @Option(names = "--to", paramLabel = "YEAR", description = "Last year. Default: five years after the first") int to;

  HolidaysCommand(Context context) {
    super(context);
  }

  /// A holiday.
  ///
  /// @param name summary of its event
  public record Holiday(LocalDate date, String name) {}

  @Override public Integer call() throws IOException {
    int last = to == 0 ? from + YEARS_AHEAD : to;
    if (from < FIRST_YEAR || last > LAST_YEAR || from > last) {
      throw badInput("Expected --from and --to to be years from " + FIRST_YEAR + " to " + LAST_YEAR
          + " in order, but found " + from + " and " + last);
    }
    HolidayFile read = read(context.path(file), from, last);
    List<Holiday> holidays = read.dates()
        .entrySet()
        .stream()
        .map(each -> new Holiday(each.getKey(), each.getValue()))
        .toList();
    if (json()) {
      terminal().json(holidays);
    } else {
      holidays.forEach(each -> terminal().line((each.date() + " " + Text.line(each.name())).strip()));
    }
    if (holidays.isEmpty()) {
      terminal().note("no events of whole days from " + from + " to " + last);
    }
    if (read.timed() > 0) {
      terminal().note("left out: " + read.timed() + " events with a time of day");
    }
    return ExitCode.GOOD;
  }

  private static HolidayFile read(Path path, int from, int last) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw badInput("Expected an iCalendar file, but there is none at " + path);
    }
    if (Files.size(path) > HolidayFile.MOST_BYTES) {
      throw badInput("Expected an iCalendar file of at most " + HolidayFile.MOST_BYTES + " bytes, but found "
          + Files.size(path) + " at " + path);
    }
    try {
      return HolidayFile.read(Files.readAllBytes(path), LocalDate.of(from, 1, 1), LocalDate.of(last, 12, 31));
    } catch (IllegalArgumentException e) {
      throw badInput(e.getMessage() + "; file: " + path);
    }
  }
}
