package io.tidemill.benchmarks;

import io.tidemill.dsl.BusinessCalendar;
import io.tidemill.dsl.Cron;
import io.tidemill.dsl.DayRoll;
import io.tidemill.dsl.Every;
import io.tidemill.dsl.Schedule;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotSequence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// How long the next and the previous slot of a schedule take, from instants that are far from each other.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SlotMathematics {
  private static final long STEP = Duration.ofDays(97).plusMinutes(13).toSeconds();
  private static final long FROM = Instant.parse("1975-01-01T00:00:00Z").getEpochSecond();
  private static final long TO = Instant.parse("2095-01-01T00:00:00Z").getEpochSecond();

  @Param({"nightly", "minutely", "leap-day", "fifth-friday-of-february", "rolled", "jitter",
      "interval"}) public String schedule = "";

  private SlotSequence slots = SlotSequence.of("dag", Every.of(Duration.ofSeconds(1)).node());
  private long second = FROM;

  @Setup public void open() {
    slots = SlotSequence.of("dag", declared(schedule).node());
  }

  private static Schedule declared(String name) {
    return switch (name) {
      case "nightly" -> Cron.daily("02:30", "Europe/Berlin");
      case "minutely" -> Cron.of("* * * * *", "America/New_York");
      case "leap-day" -> Cron.of("0 0 29 2 *", "Europe/Berlin");
      case "fifth-friday-of-february" -> Cron.of("0 0 ? 2 5#5", "Europe/Berlin");
      case "rolled" -> Cron.of("0 8 L * *", "Europe/Berlin")
          .calendar(BusinessCalendar.weekdays().except(LocalDate.of(2026, 12, 31)).roll(DayRoll.FOLLOWING));
      case "jitter" -> Cron.daily("02:30", "Europe/Berlin").jitter(Duration.ofMinutes(10));
      case "interval" -> Every.of(Duration.ofMinutes(7));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private Instant instant() {
    second = second + STEP > TO ? FROM + second % 86_400 : second + STEP;
    return Instant.ofEpochSecond(second);
  }

  @Benchmark public ScheduledSlot next() {
    return slots.next(instant());
  }

  @Benchmark public ScheduledSlot previous() {
    return slots.previous(instant());
  }
}
