package io.tidemill.agent.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CutOffMonitorTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final CutOffMonitor monitor = new CutOffMonitor(RemoteTimes.DEFAULT);
  private final HeartbeatMonitor north = new HeartbeatMonitor(RemoteTimes.DEFAULT, monitor);
  private final HeartbeatMonitor south = new HeartbeatMonitor(RemoteTimes.DEFAULT, monitor);

  @Test void an_agent_is_cut_off_only_when_all_schedulers_are_silent() {
    long north1 = north.begin(0);
    long south1 = south.begin(0);
    north.answered(north1, false);
    south.answered(south1, false);
    south.answered(south.send(20 * SECOND), false);

    assertThat(north.silent(31 * SECOND)).isTrue();
    assertThat(monitor.overdue(31 * SECOND)).isFalse();
    assertThat(monitor.happens(49 * SECOND)).isFalse();
    assertThat(monitor.overdue(50 * SECOND)).isTrue();
    assertThat(monitor.happens(50 * SECOND)).isTrue();
    assertThat(monitor.happens(51 * SECOND)).as("once each time").isFalse();

    north.answered(north.send(60 * SECOND), false);
    assertThat(monitor.overdue(61 * SECOND)).isFalse();
    assertThat(monitor.happens(90 * SECOND)).isTrue();
  }

  @Test void the_shortest_silence_that_a_scheduler_counts_on_is_the_one_that_counts() {
    north.agreed(20_000);
    south.agreed(40_000);
    north.answered(north.begin(0), false);
    assertThat(monitor.overdue(20 * SECOND)).isTrue();
    north.close();
    assertThat(monitor.overdue(39 * SECOND)).isFalse();
    assertThat(monitor.overdue(40 * SECOND)).isTrue();
  }

  @Test void an_agent_that_never_was_answered_is_not_cut_off() {
    north.begin(0);
    assertThat(monitor.happens(1_000 * SECOND)).isFalse();
  }

  @Test void an_answer_that_comes_late_counts_from_when_it_was_asked_for() {
    long old = north.begin(0);
    south.answered(south.begin(10 * SECOND), false);
    north.answered(old, false);
    assertThat(monitor.overdue(39 * SECOND)).isFalse();
    assertThat(monitor.overdue(40 * SECOND)).isTrue();
  }

  @Test void a_scheduler_that_cannot_tell_the_others_whom_it_hears_keeps_no_agent_from_being_cut_off() {
    north.answered(north.begin(0), false);
    south.answered(south.begin(0), false);
    north.answered(north.send(20 * SECOND), true);
    assertThat(monitor.overdue(30 * SECOND)).as("the other one may have given its work away").isTrue();
    assertThat(monitor.happens(30 * SECOND)).isTrue();
    north.answered(north.send(31 * SECOND), true);
    assertThat(monitor.happens(32 * SECOND)).as("it is cut off already").isFalse();
  }

  @Test void while_no_scheduler_can_note_anything_their_answers_count_since_none_can_give_work_away() {
    north.answered(north.begin(0), false);
    south.answered(south.begin(0), false);
    for (int second = 10; second <= 100; second += 10) {
      north.answered(north.send(second * SECOND), true);
      south.answered(south.send(second * SECOND), true);
      assertThat(monitor.overdue((second + 9) * SECOND)).isFalse();
    }
    north.answered(north.send(110 * SECOND), true);
    assertThat(monitor.overdue(130 * SECOND)).as("the last of the slower one counts").isTrue();
  }
}
