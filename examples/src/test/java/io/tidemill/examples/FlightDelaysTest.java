package io.tidemill.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The figures were computed by another program in another language, from the original JSON file.
class FlightDelaysTest {
  @TempDir Path folder;

  private Tidemill.Answer run(String... params) {
    var all = new ArrayList<>(List.of("reports=" + folder.resolve("reports")));
    all.addAll(List.of(params));
    return new Tidemill(folder.resolve("home")).run("FlightDelays", all.toArray(String[]::new));
  }

  private Path smallData(String... rows) throws IOException {
    var data = Files.createDirectories(folder.resolve("small"));
    Files.writeString(data.resolve("airports.csv"), """
        iata,name,city,state,country,latitude,longitude
        AAA,"Field, North",Alpha,AL,USA,1,2
        BBB,South,Beta,BE,USA,3,4
        """);
    Files.createDirectories(data.resolve("flights"));
    Files.write(data.resolve("flights/week-2001-01-01.csv"),
        ("date,delay,distance,origin,destination\n" + String.join("\n", rows) + "\n").getBytes());
    return data;
  }

  @Test void the_report_of_the_real_flights_has_the_figures_computed_elsewhere() throws IOException {
    var answer = run();

    assertThat(answer.exitCode()).as(answer::toString).isZero();
    var report = answer.result("report");
    assertThat(report.path("rows").asLong()).isEqualTo(20_000);
    assertThat(report.path("badRows").asLong()).isZero();
    assertThat(report.path("findings")).extracting(each -> each.asString())
        .containsExactly("latest route: Dallas-Fort Worth (DFW) → Atlanta (ATL), 34.4 min over 29 flights",
            "latest airport: New York (JFK), 16.2 min over 200 flights", "latest hour: 0, 31.8 min over 70 flights",
            "best hour: 5, -3.5 min over 240 flights");
    assertThat(Files.readString(Path.of(report.path("file").asString()))).contains(
        "| 2001-01-01 | 1575 | 9.6 min | 27 % |", "| 2001-02-19 | 1496 | 14.4 min | 29 % |",
        "| 2001-03-26 | 1378 | 5.4 min | 19 % |",
        "| 2001-01-01, Tampa (TPA) → Atlanta (ATL) | 5 | 15.6 min | 40 % |",
        "| Atlanta (ATL) → New York (LGA) | 29 | 24.4 min | 52 % |",
        "| Los Angeles (LAX) → Palm Springs (PSP) | 22 | 21.5 min | 45 % |",
        "| Dallas-Fort Worth (DFW) | 1103 | 9.5 min | 24 % |", "| 19 | 1244 | 14.0 min | 31 % |",
        "| 7 | 1280 | -0.2 min | 11 % |");
  }

  @Test void the_weeks_of_the_report_add_up_to_all_flights_of_the_files() throws IOException {
    run();

    var report = Files.readString(folder.resolve("reports/report.md"));
    var flights = Pattern.compile("^\\| 2001-\\d\\d-\\d\\d \\| (\\d+) \\|", Pattern.MULTILINE)
        .matcher(report)
        .results()
        .mapToLong(row -> Long.parseLong(row.group(1)))
        .toArray();
    assertThat(flights).hasSize(13);
    assertThat(flights).containsExactly(lines());
  }

  private static long[] lines() throws IOException {
    try (var files = Files.list(Path.of("data/flights"))) {
      return files.sorted().mapToLong(FlightDelaysTest::flights).toArray();
    }
  }

  private static long flights(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.count() - 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test void a_few_bad_rows_are_counted_and_left_out() throws IOException {
    var data = smallData("2001/01/01 10:00,30,100,AAA,BBB", "2001/01/01 11:00,soon,100,AAA,BBB",
        "2001/01/02 10:00,10,100,AAA,BBB");

    var answer = run("data=" + data, "badRows=0.5", "minFlights=1");

    assertThat(answer.exitCode()).as(answer::toString).isZero();
    assertThat(answer.result("report").path("badRows").asLong()).isOne();
    assertThat(answer.result("report").path("findings").get(0).asString())
        .isEqualTo("latest route: Alpha (AAA) → Beta (BBB), 20.0 min over 2 flights");
  }

  @Test void too_many_bad_rows_are_put_aside_instead_of_a_report() throws IOException {
    var data = smallData("2001/01/01 10:00,30,100,AAA,BBB", "2001/01/01 11:00,5,100,AAA,ZZZ",
        "yesterday,5,100,AAA,BBB");

    var answer = run("data=" + data);

    assertThat(answer.exitCode()).as(answer::toString).isZero();
    assertThat(folder.resolve("reports/report.md")).doesNotExist();
    assertThat(Files.readAllLines(folder.resolve("reports/bad-rows.txt"))).hasSize(2)
        .first()
        .asString()
        .isEqualTo("week-2001-01-01.csv:3: an airport nobody knows");
  }

  @Test void missing_data_is_told_with_the_folder_and_what_to_do() {
    var answer = run("data=nowhere");

    assertThat(answer.exitCode()).as(answer::toString).isOne();
    assertThat(answer.json().path("detail").path("failures")).hasSize(2)
        .allSatisfy(failure -> assertThat(failure.path("message").asString()).contains("the folder nowhere",
            "data=FOLDER"));
  }

  @Test void a_second_run_writes_the_same_report() throws IOException {
    run();
    var first = Files.readString(folder.resolve("reports/report.md"));

    run();

    assertThat(Files.readString(folder.resolve("reports/report.md"))).isEqualTo(first);
  }
}
