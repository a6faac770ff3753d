package io.tidemill.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.DaylightPolicy;
import io.tidemill.dsl.graph.CatchUpNode;
import io.tidemill.dsl.graph.ScheduleKind;
import io.tidemill.dsl.graph.ScheduleNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every zone and every transition from 1970 to 2040, two days around each: the slots are those of [SlowCron], forwards and backwards.
class TransitionsTest {
  private static final Instant FROM = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2040-01-01T00:00:00Z");
  private static final Duration AROUND = Duration.ofDays(2);
  private static final int SAMPLE = 400;

  private record Case(ZoneId zone, ZoneOffsetTransition transition) {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneId zone = ZoneId.of(id);
      ZoneRules rules = zone.getRules();
      ZoneOffsetTransition next = rules.nextTransition(FROM);
      while (next != null && next.getInstant().isBefore(TO)) {
        cases.add(new Case(zone, next));
        next = rules.nextTransition(next.getInstant());
      }
    }
    return cases;
  }

  @Test void slots_around_sampled_transitions_are_those_of_real_minutes() {
    long seed = Long.getLong("tidemill.seed", 20_260_329L);
    Random random = new Random(seed);
    List<Case> cases = all();
    Collections.shuffle(cases, random);
    cases.stream().limit(SAMPLE).forEach(one -> check(one, SlowCron.random(random), seed));
  }

  @Test
  @Tag("proofs") void slots_around_every_transition_of_every_zone_are_those_of_real_minutes() {
    long seed = Long.getLong("tidemill.seed", 1L);
    Random random = new Random(seed);
    List<Case> cases = all();

    assertThat(cases).hasSizeGreaterThan(30_000);
    for (Case one : cases) {
      check(one, SlowCron.random(random), seed);
    }
  }

  private static void check(Case one, SlowCron cron, long seed) {
    Instant from = one.transition.getInstant().minus(AROUND);
    Instant to = one.transition.getInstant().plus(AROUND);
    for (DaylightPolicy policy : DaylightPolicy.values()) {
      SlotSequence slots = SlotSequence.of("dag", cron(cron.text(), one.zone.getId(), policy));
      List<Instant> expected = cron.slots(one.zone, policy, from, to);

      assertThat(forwards(slots, from, to)).as("%s in %s, %s, seed %s", cron.text(), one, policy, seed)
          .isEqualTo(expected);
      assertThat(backwards(slots, from, to)).as("%s in %s, %s, backwards, seed %s", cron.text(), one, policy, seed)
          .isEqualTo(expected);
    }
  }

  private static List<Instant> forwards(SlotSequence slots, Instant from, Instant to) {
    List<Instant> found = new ArrayList<>();
    ScheduledSlot slot = slots.next(from.minusSeconds(1));
    while (slot != null && !slot.time().isAfter(to)) {
      found.add(slot.time());
      slot = slots.next(slot.time());
    }
    return found;
  }

  private static List<Instant> backwards(SlotSequence slots, Instant from, Instant to) {
    List<Instant> found = new ArrayList<>();
    ScheduledSlot slot = slots.previous(to.plusSeconds(1));
    while (slot != null && !slot.time().isBefore(from)) {
      found.addFirst(slot.time());
      slot = slots.previous(slot.time());
    }
    return found;
  }

  private static ScheduleNode cron(String expression, String zone, DaylightPolicy policy) {
    return new ScheduleNode("default", ScheduleKind.CRON, expression, zone, policy, "", "", "", 0, true,
        CatchUpNode.LATEST, CatchUpNode.NONE, null, List.of(), "");
  }
}
