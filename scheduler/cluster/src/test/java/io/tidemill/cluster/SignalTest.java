package io.tidemill.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.cluster.Signal.Change;
import io.tidemill.cluster.Signal.Changes;
import io.tidemill.cluster.Signal.Message;
import io.tidemill.cluster.Signal.Released;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SignalTest {
  @Test void what_is_said_is_heard() {
    for (Signal signal : List.of(new Released(), new Message(63),
        new Changes(new TreeSet<>(Set.of(new Change(1, 2), new Change(7, 1L << 40)))))) {
      assertThat(Signal.parse(signal.text())).isEqualTo(signal);
    }
  }

  @Test void what_nobody_of_us_would_say_is_no_signal() {
    for (String forged : new String[]{null, "", "released now", "message", "message x", "message 1 2", "changed 1",
        "changed 1/x",
        "steal 5", "changed 99999999999/1", "\u0000"}) {
      assertThat(Signal.parse(forged)).as("%s", forged).isNull();
    }
  }
}
