package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class SettledTest {
  private final Settled settled = new Settled();

  @Test void the_latest_are_remembered_and_what_is_long_ago_is_not() {
    long[] nonces = new SplittableRandom(1).longs(4L * Settled.MOST).toArray();
    for (int i = 0; i < nonces.length; i++) {
      assertThat(settled.has(nonces[i])).isFalse();
      settled.add(nonces[i]);
      assertThat(settled.has(nonces[i])).isTrue();
      assertThat(settled.has(nonces[Math.max(0, i - Settled.MOST + 1)])).isTrue();
    }
    assertThat(settled.has(nonces[0])).isFalse();
    assertThat(settled.has(nonces[Settled.MOST])).isFalse();
  }

  @Test void nonces_that_end_alike_are_told_apart() {
    for (long i = 1; i <= 1_000; i++) {
      settled.add(i << 32);
      settled.add(i << 32);
    }
    for (long i = 1; i <= 1_000; i++) {
      assertThat(settled.has(i << 32)).isTrue();
    }
    assertThat(settled.has(1_001L << 32)).isFalse();
    assertThat(settled.has(0)).isFalse();
  }
}
