package io.tidemill.agent.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.BundleFile;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.LogChunk;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.SchedulerLink;
import io.tidemill.protocol.WireValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReportRouterTest {
  private final Deque<Runnable> delays = new ArrayDeque<>();
  private final List<Long> acknowledged = new ArrayList<>();
  private final ReportRouter<NotedLink> router = new ReportRouter<>((action, _) -> delays.add(action),
      acknowledged::add);
  private final NotedLink north = new NotedLink();
  private final NotedLink south = new NotedLink();

  /// A link that notes what it is told.
  private static final class NotedLink implements SchedulerLink {
    final Deque<Long> batches = new ArrayDeque<>();
    final Deque<List<Report>> reports = new ArrayDeque<>();

    @Override public void report(long batch, List<Report> said) {
      batches.add(batch);
      reports.add(said);
    }

    List<Integer> dags() {
      return reports.removeFirst().stream().map(each -> each.key().dag()).toList();
    }

    long batch() {
      return batches.removeFirst();
    }

    @Override public void hello(AgentHello hello, Supplier<List<InventoryItem>> held, AgentLink agent) {
      throw new UnsupportedOperationException();
    }

    @Override public void predecessorLost(long incarnation) {
      throw new UnsupportedOperationException();
    }

    @Override public void draining() {
      throw new UnsupportedOperationException();
    }

    @Override public void serving() {
      throw new UnsupportedOperationException();
    }

    @Override public BundleFile bundle(String hash) {
      throw new UnsupportedOperationException();
    }

    @Override public byte[] value(long id) {
      throw new UnsupportedOperationException();
    }

    @Override public void log(LogChunk chunk) {
      throw new UnsupportedOperationException();
    }

    @Override public void progress(AttemptKey key, int shard, long done, long total) {
      throw new UnsupportedOperationException();
    }

    @Override public void disconnect() {
      throw new UnsupportedOperationException();
    }
  }

  private static List<Report> about(int... dags) {
    List<Report> reports = new ArrayList<>();
    for (int dag : dags) {
      reports.add(new Report.Started(new AttemptKey(dag, 1, 0, 1, dag), 1));
    }
    return reports;
  }

  private void assigns(NotedLink link, int dag) {
    WireValue nothing = new WireValue(new byte[0], 0, 0, "");
    router.assigned(link, List.of(new Assignment.RunTask(
        new RunContext(dag, "dag" + dag, 1, 1, "b", nothing, 1), new AttemptKey(dag, 1, 0, 1, dag), "t", 0,
        List.of())));
  }

  @Test void a_batch_goes_to_those_who_assigned_its_dags_and_is_acknowledged_when_all_have_it() {
    router.opened(north);
    router.opened(south);
    assigns(north, 1);
    assigns(south, 2);

    router.report(7, about(1, 2, 1));

    assertThat(north.dags()).containsExactly(1, 1);
    assertThat(south.dags()).containsExactly(2);
    router.acknowledged(north, north.batch());
    assertThat(acknowledged).isEmpty();
    router.acknowledged(south, south.batch());
    assertThat(acknowledged).containsExactly(7L);
  }

  @Test void what_one_does_not_take_goes_to_the_next_and_from_then_on_at_once() {
    router.opened(north);
    router.opened(south);
    router.report(7, about(1, 2));
    long batch = north.batch();
    assertThat(north.dags()).containsExactly(1, 2);

    router.elsewhere(north, batch, List.of(1, 1, 5, -1));
    router.acknowledged(north, batch);
    assertThat(acknowledged).isEmpty();
    assertThat(south.dags()).containsExactly(2);
    router.acknowledged(south, south.batch());
    assertThat(acknowledged).containsExactly(7L);

    router.report(8, about(2));
    assertThat(south.dags()).containsExactly(2);
  }

  @Test void what_nobody_takes_is_shown_to_all_again_after_a_pause() {
    router.opened(north);
    router.opened(south);
    router.report(7, about(1));
    router.elsewhere(north, north.batches.getFirst(), List.of(0));
    router.acknowledged(north, north.batch());
    router.elsewhere(south, south.batches.getFirst(), List.of(0));
    router.acknowledged(south, south.batch());
    assertThat(delays).hasSize(1);
    assertThat(acknowledged).isEmpty();

    delays.removeFirst().run();
    assertThat(north.reports).hasSize(2);
    router.acknowledged(north, north.batch());
    assertThat(acknowledged).containsExactly(7L);
  }

  @Test void what_a_closed_link_has_not_acknowledged_goes_to_the_others_and_nothing_else_does() {
    router.opened(north);
    router.opened(south);
    assigns(north, 1);
    assigns(south, 2);
    router.report(7, about(1));
    router.report(8, about(2));
    router.report(9, about(1));
    router.acknowledged(north, north.batch());

    assertThat(router.closed(north)).isFalse();

    assertThat(south.dags()).containsExactly(2);
    assertThat(south.dags()).containsExactly(1);
    assertThat(south.reports).isEmpty();
    router.acknowledged(south, south.batch());
    router.acknowledged(south, south.batch());
    assertThat(acknowledged).containsExactly(7L, 8L, 9L);
  }

  @Test void a_link_that_opens_again_unnoticed_is_told_again_what_it_has_not_acknowledged() {
    router.opened(north);
    router.opened(south);
    assigns(north, 1);
    router.report(7, about(1));
    router.opened(north);
    assertThat(north.reports).hasSize(2);
    router.acknowledged(north, north.batch());
    assertThat(acknowledged).as("that was the session before").isEmpty();
    router.acknowledged(north, north.batch());
    assertThat(acknowledged).containsExactly(7L);
  }

  @Test void where_no_link_is_open_everything_is_forgotten_since_the_agent_says_it_again() {
    assertThat(router.opened(north)).isTrue();
    router.report(7, about(1));
    router.elsewhere(north, north.batch(), List.of(0));
    assertThat(router.closed(north)).isTrue();
    router.report(8, about(1));
    assertThat(router.opened(south)).isTrue();
    delays.removeFirst().run();
    assertThat(south.reports).isEmpty();
    router.report(9, about(1));
    router.acknowledged(south, south.batch());
    assertThat(acknowledged).containsExactly(9L);
  }
}
