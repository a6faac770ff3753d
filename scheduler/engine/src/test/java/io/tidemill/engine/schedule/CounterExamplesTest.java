package io.tidemill.engine.schedule;

import static io.tidemill.engine.schedule.SlotSequenceTest.times;
import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.tidemill.dsl.graph.ScheduleNode;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.quartz.CronExpression;

/// Why the slots are not left to a library: where Quartz and cron-utils lose some. A newer version that does not is welcome here.
class CounterExamplesTest {
  private static final String BERLIN = "Europe/Berlin";
  private static final String SPRING = "2026-03-28T23:00:00Z";
  private static final String SPRING_END = "2026-03-29T22:00:00Z";
  private static final String AUTUMN = "2026-10-24T22:00:00Z";
  private static final String AUTUMN_END = "2026-10-25T23:00:00Z";

  private static List<Instant> quartz(String cron, String from, String to) throws ParseException {
    CronExpression expression = new CronExpression(cron);
    expression.setTimeZone(TimeZone.getTimeZone(BERLIN));
    List<Instant> found = new ArrayList<>();
    Date at = expression.getNextValidTimeAfter(Date.from(Instant.parse(from).minusSeconds(1)));
    while (at.toInstant().isBefore(Instant.parse(to))) {
      found.add(at.toInstant());
      at = expression.getNextValidTimeAfter(at);
    }
    return found;
  }

  private static List<Instant> cronUtils(String cron, String from, String to) {
    ExecutionTime expression = ExecutionTime.forCron(
        new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(cron));
    List<Instant> found = new ArrayList<>();
    ZonedDateTime at = Instant.parse(from).minusSeconds(1).atZone(ZoneId.of(BERLIN));
    while (true) {
      at = expression.nextExecution(at).orElseThrow();
      if (!at.toInstant().isBefore(Instant.parse(to))) {
        return found;
      }
      found.add(at.toInstant());
    }
  }

  @Test void both_lose_the_nightly_slot_in_spring() throws ParseException {
    assertThat(quartz("0 30 2 * * ?", SPRING, SPRING_END)).isEmpty();
    assertThat(cronUtils("30 2 * * *", SPRING, SPRING_END)).isEmpty();
    assertThat(times(ScheduleNode.cron("30 2 * * *", BERLIN), SPRING, SPRING_END))
        .containsExactly(Instant.parse("2026-03-29T01:00:00Z"));
  }

  @Test void quartz_loses_a_real_hour_of_an_hourly_job_in_autumn() throws ParseException {
    assertThat(quartz("0 0 * * * ?", AUTUMN, AUTUMN_END)).hasSize(24);
    assertThat(times(ScheduleNode.cron("0 * * * *", BERLIN), AUTUMN, AUTUMN_END)).hasSize(25);
  }
}
