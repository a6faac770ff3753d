package io.tidemill.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.StopReason;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.StepResult;
import io.tidemill.runtime.TestRuns;
import io.tidemill.runtime.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A scheduler in one thread, and an agent that writes down what it is told.
class SentAgainTest {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

  private final MemoryStore store = new MemoryStore(1, InstantSource.system());
  private final DagDirectory dags = new DagDirectory(store.catalog(), store.partitions());
  private final Gateway gateway = new Gateway(dags);
  private final SchedulerNode node = new SchedulerNode("test", store, gateway);
  private final Told told = new Told();

  /// What an agent is told, in order.
  private static final class Told implements AgentLink {
    final List<String> words = new ArrayList<>();
    final List<AttemptKey> keys = new ArrayList<>();

    @Override public void assign(List<Assignment> assignments) {
      assignments.forEach(each -> {
        words.add("assign " + each.task());
        keys.add(each.key());
      });
    }

    @Override public void acknowledge(long batch) {
      words.add("acknowledge " + batch);
    }

    @Override public void stop(AttemptKey key, StopReason reason) {
      words.add("stop");
    }

    @Override public void release(List<AttemptKey> released) {
      words.add("release");
    }

    @Override public void opened() {
      // Nothing to say again.
    }

    @Override public void cutOff() {
      // It goes on.
    }
  }

  @Test void what_is_sent_again_comes_before_the_acknowledgement_of_its_end() {
    gateway.serve(node);
    node.acquire(List.of(0), 0);
    Dag<?> dag = Dag.define("one", d -> d.task("only").exec(_ -> {}));
    new Deployments(store.catalog(), dags).deploy(dag.graph(), "b".repeat(64), "One.java", new byte[1]);
    AgentConnection connection = gateway.connect();
    AgentHello hello = new AgentHello("north", 7, 1, 0, List.of(), List.of(AgentHello.DEFAULT_QUEUE), 0);
    connection.hello(hello, List::of, told);
    var _ = TestRuns.create(node, Objects.requireNonNull(dags.find("one")));
    step();
    assertThat(told.words).containsExactly("assign only");
    AttemptKey key = told.keys.getFirst();

    // What it had when it was asked has not come yet; it comes, and has ended, before that is looked at.
    List<InventoryItem> before = List.of();
    gateway.connect("", () -> {}).open(hello, true, before, answer -> answer.accept(List.of()), told);
    connection.report(1, List.of(new Report.Succeeded(key, NULL, "", new Report.Timing(1, 1))));
    step();

    assertThat(told.words).containsExactly("assign only", "assign only", "acknowledge 1");
    assertThat(told.keys).as("the same attempt").containsOnly(key);
  }

  /// Until there is nothing to do.
  private void step() {
    long now = System.currentTimeMillis();
    boolean busy = true;
    while (busy) {
      while (node.inputs(0) > 0 && node.stepPartition(0, now, 1)) {
        // Decides everything before anything is committed.
      }
      busy = node.stepWriter() == StepResult.WORKED || node.inputs(0) > 0;
    }
  }
}
