package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class RecentlyAcknowledgedTest {
  private final RecentlyAcknowledged recentlyAcknowledged = new RecentlyAcknowledged();

  @Test void the_latest_are_remembered_and_what_is_long_ago_is_not() {
    long[] nonces = new SplittableRandom(1).longs(4L * RecentlyAcknowledged.MOST).toArray();
    for (int i = 0; i < nonces.length; i++) {
      assertThat(recentlyAcknowledged.has(nonces[i])).isFalse();
      recentlyAcknowledged.add(nonces[i]);
      assertThat(recentlyAcknowledged.has(nonces[i])).isTrue();
      assertThat(recentlyAcknowledged.has(nonces[Math.max(0, i - RecentlyAcknowledged.MOST + 1)])).isTrue();
    }
    assertThat(recentlyAcknowledged.has(nonces[0])).isFalse();
    assertThat(recentlyAcknowledged.has(nonces[RecentlyAcknowledged.MOST])).isFalse();
  }

  @Test void nonces_that_end_alike_are_told_apart() {
    for (long i = 1; i <= 1_000; i++) {
      recentlyAcknowledged.add(i << 32);
      recentlyAcknowledged.add(i << 32);
    }
    for (long i = 1; i <= 1_000; i++) {
      assertThat(recentlyAcknowledged.has(i << 32)).isTrue();
    }
    assertThat(recentlyAcknowledged.has(1_001L << 32)).isFalse();
    assertThat(recentlyAcknowledged.has(0)).isFalse();
  }
}
