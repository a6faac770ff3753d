package io.tidemill.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.protocol.SchedulerAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An agent of two schedulers, of which one owns the work that it has, and what they know of it.
class AgentOfSeveralTest {
  private static final List<SchedulerAddress> BOTH = List.of(new SchedulerAddress("test", "a", 1, ""),
      new SchedulerAddress("beside", "b", 1, ""));

  /// The schedulers that live.
  private List<SchedulerAddress> alive = BOTH;
  private final SteppedGateway cluster = new SteppedGateway(directory("test"));
  private final SteppedGateway.Next other = cluster.beside(directory("beside"));
  private final AgentFailureDetector owners = watch(cluster.gateway);
  private final AgentFailureDetector others = watch(other.gateway());
  private final AgentConnection toOwner = cluster.gateway.connect("north:1", () -> {});
  private final AgentConnection toOther = other.gateway().connect("north:1", () -> {});

  private SchedulerDirectory directory(String self) {
    return new SchedulerDirectory() {
      @Override public String self() {
        return self;
      }

      @Override public List<SchedulerAddress> schedulers() {
        return alive;
      }
    };
  }

  private AgentFailureDetector watch(Gateway gateway) {
    return new AgentFailureDetector(gateway, () -> cluster.now, AgentFailureDetector.LOST_AFTER);
  }

  @BeforeEach void give() {
    cluster.deploy(Dag.define("one", d -> d.task("only").exec(_ -> {})));
    open(toOwner);
    open(toOther);
    cluster.start("one");
    cluster.step();
    assertThat(cluster.assigned).hasSize(1);
  }

  private void open(AgentConnection connection) {
    connection.open(SteppedGateway.hello(7), false, List.of(), answer -> answer.accept(List.of()), cluster);
  }

  private boolean isLost() {
    cluster.step();
    return cluster.gateway.agents().isEmpty();
  }

  private void pass(int seconds, Runnable each) {
    for (int second = 0; second < seconds; second++) {
      cluster.now += 1_000;
      each.run();
      owners.step();
      others.step();
    }
  }

  /// Agents that have something of the partition.
  private static Set<Long> agents(SteppedGateway.Next scheduler) {
    return Objects.requireNonNull(
        scheduler.node().inspect(0, state -> new HashSet<>(state.assignments().agents())));
  }

  private void hear(AgentConnection connection) {
    connection.heard(System.currentTimeMillis());
  }

  @Test void an_agent_that_another_scheduler_hears_is_not_lost_and_given_nothing_until_it_is_silent_there_too() {
    toOwner.interrupted();
    pass(200, () -> hear(toOther));
    assertThat(isLost()).isFalse();
    cluster.start("one");
    cluster.step();
    assertThat(cluster.assigned).as("its owner has no session with it").hasSize(1);

    pass(45, () -> {});
    assertThat(isLost()).as("what the other noted last may be old").isFalse();
    pass(30, () -> {});
    assertThat(isLost()).isTrue();
  }

  @Test void an_agent_that_only_the_other_scheduler_knew_is_lost_to_an_owner_that_took_over_once_it_has_listened() {
    SteppedGateway.Next third = cluster.beside(directory("third"));
    AgentFailureDetector its = watch(third.gateway());
    third.node().acquire(List.of(0), cluster.now);
    pass(100, () -> {
      hear(toOther);
      its.step();
    });
    assertThat(agents(third)).contains(7L);
    pass(80, its::step);
    cluster.step(third.node());
    assertThat(agents(third)).isEmpty();
  }

  @Test void a_scheduler_that_took_over_a_moment_ago_declares_nobody_lost() {
    pass(100, () -> hear(toOther));
    toOwner.interrupted();
    toOther.interrupted();
    pass(40, () -> {});
    cluster.node.acquire(List.of(0), cluster.now);
    pass(44, () -> {});
    assertThat(isLost()).isFalse();
    pass(40, () -> {});
    assertThat(isLost()).isTrue();
  }

  @Test void the_last_scheduler_that_is_left_declares_nobody_lost_before_it_has_listened() {
    SteppedGateway.Next last = cluster.beside(directory("last"));
    AgentFailureDetector its = watch(last.gateway());
    pass(100, () -> {
      hear(toOwner);
      its.step();
    });
    alive = List.of(new SchedulerAddress("last", "c", 1, ""));
    last.node().acquire(List.of(0), cluster.now);
    for (int second = 0; second < 44; second++) {
      cluster.now += 1_000;
      its.step();
      cluster.step(last.node());
    }
    assertThat(agents(last)).as("an agent that only the dead one knew").contains(7L);
    for (int second = 0; second < 40; second++) {
      cluster.now += 1_000;
      its.step();
    }
    cluster.step(last.node());
    assertThat(agents(last)).isEmpty();
  }

  @Test void a_scheduler_that_cannot_store_whom_it_hears_says_so() {
    pass(20, () -> hear(toOther));
    assertThat(cluster.gateway.isNoting()).isTrue();
    cluster.now += 16_000;
    assertThat(cluster.gateway.isNoting()).isFalse();
    owners.step();
    assertThat(cluster.gateway.isNoting()).isTrue();
  }
}
