package io.tidemill.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs [SlotMathematics] and holds it to its bound. JMH measures time, which says little while other programs want the machine; the
/// bound is one of processor time.
@Tag("proofs")
class SlotMathematicsTest {
  private static final long MOST_NANOS = 5_000;
  private static final int ROUNDS = 100_000;

  @Test void every_schedule_is_measured_by_jmh() throws RunnerException {
    var options = new OptionsBuilder().include(SlotMathematics.class.getName())
        .forks(0)
        .warmupIterations(3)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(3)
        .measurementTime(TimeValue.seconds(1))
        .build();

    assertThat(new Runner(options).run()).hasSize(14);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nightly", "minutely", "leap-day", "fifth-friday-of-february", "rolled", "jitter",
      "interval"}) void next_and_previous_slot_take_less_than_five_microseconds(String schedule) {
    var slots = new SlotMathematics();
    slots.schedule = schedule;
    slots.open();
    nanos(slots::next);
    nanos(slots::previous);

    assertThat(nanos(slots::next)).isLessThan(MOST_NANOS);
    assertThat(nanos(slots::previous)).isLessThan(MOST_NANOS);
  }

  /// Processor time of a call.
  private static long nanos(Supplier<?> call) {
    var threads = ManagementFactory.getThreadMXBean();
    var begin = threads.getCurrentThreadCpuTime();
    Object last = null;
    for (var i = 0; i < ROUNDS; i++) {
      last = call.get();
    }
    assertThat(last).isNotNull();
    return (threads.getCurrentThreadCpuTime() - begin) / ROUNDS;
  }
}
