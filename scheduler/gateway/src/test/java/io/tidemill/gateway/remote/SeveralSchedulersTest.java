package io.tidemill.gateway.remote;

import static io.tidemill.gateway.remote.TestSignals.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.gateway.AgentInfo;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.runtime.port.Catalog;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An agent that serves two schedulers.
class SeveralSchedulersTest {
  private SeveralSchedulers cluster;

  @BeforeEach void open() throws Exception {
    cluster = new SeveralSchedulers();
  }

  @AfterEach void close() throws Exception {
    cluster.close();
  }

  private TestAgent connected(String name, long incarnation) {
    TestAgent agent = cluster.agent(name, incarnation);
    await(() -> agent.opened.get() == 1 && agent.joined.get() == 1);
    return agent;
  }

  private static AttemptKey awaitAssignment(TestAgent agent, Catalog.Dag dag) {
    await(() -> agent.running.keySet().stream().anyMatch(key -> key.dag() == dag.number()));
    return agent.running.keySet().stream().filter(key -> key.dag() == dag.number()).findFirst().orElseThrow();
  }

  private static void awaitIdle(TestCluster scheduler) {
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(scheduler.gateway.agents()).allSatisfy(each -> assertThat(each.busy()).isZero()));
  }

  @Test void an_agent_is_told_of_all_schedulers_and_works_for_each() {
    try (TestAgent agent = connected("one", 1).prompt()) {
      long here = cluster.first.create(cluster.mine);
      long there = cluster.second.create(cluster.yours);

      await(() -> cluster.first.succeeded(cluster.mine, here) && cluster.second.succeeded(cluster.yours, there));
      await(() -> agent.unacknowledged() == 0);
      assertThat(agent.came).hasSize(2);
      assertThat(cluster.first.gateway.agents()).singleElement().matches(AgentInfo::connected);
      assertThat(cluster.second.gateway.agents()).singleElement().matches(AgentInfo::connected);
      awaitIdle(cluster.first);
      awaitIdle(cluster.second);
    }
  }

  @Test void addresses_that_lead_to_schedulers_that_are_linked_already_make_no_second_session() throws Exception {
    AgentHello hello = new AgentHello("one", 1, 4, 0, List.of(), List.of(AgentHello.DEFAULT_QUEUE), 0);
    try (FaultyProxy other = new FaultyProxy(cluster.second.server.port());
        TestAgent agent = new TestAgent(hello,
            List.of(cluster.second.server.port(), other.port(), cluster.first.server.port()), "secret-one").prompt()
            .start()) {
      Awaitility.await()
          .until(() -> cluster.first.gateway.agents().stream().anyMatch(AgentInfo::connected)
              && cluster.second.gateway.agents().stream().anyMatch(AgentInfo::connected));
      long here = cluster.first.create(cluster.mine);
      long there = cluster.second.create(cluster.yours);
      await(() -> cluster.first.succeeded(cluster.mine, here) && cluster.second.succeeded(cluster.yours, there));
      assertThat(agent.refused).isNull();
    }
  }

  @Test void a_report_to_a_scheduler_that_lost_the_partition_goes_to_its_owner() {
    try (TestAgent agent = connected("one", 1)) {
      long run = cluster.first.create(cluster.mine);
      AttemptKey key = awaitAssignment(agent, cluster.mine);

      cluster.second.acquire(List.of(cluster.mine.partition()));
      agent.succeed(key);

      await(() -> cluster.second.succeeded(cluster.mine, run));
      await(() -> agent.unacknowledged() == 0);
      assertThat(agent.came).hasSize(1);
      assertThat(agent.stopped).isEmpty();
      SeveralSchedulers.watch(cluster.first).step();
      awaitIdle(cluster.first);
      awaitIdle(cluster.second);
    }
  }

  @Test void when_a_scheduler_dies_its_work_is_adopted_by_the_next_owner_and_not_restarted() {
    try (TestAgent agent = connected("one", 1)) {
      long run = cluster.first.create(cluster.mine);
      AttemptKey key = awaitAssignment(agent, cluster.mine);

      cluster.first.close();
      cluster.second.acquire(List.of(cluster.mine.partition()));
      Awaitility.await().until(() -> cluster.second.gateway.agents().getFirst().busy() == 1);
      agent.succeed(key);

      await(() -> cluster.second.succeeded(cluster.mine, run));
      await(() -> agent.unacknowledged() == 0);
      assertThat(agent.came).hasSize(1);
      assertThat(agent.cutOffs).hasValue(0);
      assertThat(cluster.second.task(cluster.mine, run, 0).attempt()).isEqualTo(1);
      awaitIdle(cluster.second);
    }
  }

  @Test void a_report_for_a_partition_that_nobody_owns_is_taken_by_whoever_takes_it_over() {
    try (TestAgent agent = connected("one", 1)) {
      long run = cluster.first.create(cluster.mine);
      AttemptKey key = awaitAssignment(agent, cluster.mine);
      cluster.first.close();
      agent.succeed(key);
      long other = cluster.second.create(cluster.yours);
      AttemptKey meanwhile = awaitAssignment(agent, cluster.yours);
      agent.succeed(meanwhile);
      await(() -> cluster.second.succeeded(cluster.yours, other));
      await(() -> agent.unacknowledged() == 1);

      cluster.second.acquire(List.of(cluster.mine.partition()));

      await(() -> cluster.second.succeeded(cluster.mine, run));
      await(() -> agent.unacknowledged() == 0);
      assertThat(agent.came).hasSize(2);
    }
  }

  @Test void a_scheduler_that_joins_is_linked_and_one_that_left_is_forgotten() throws Exception {
    try (TestAgent agent = connected("one", 1).prompt()) {
      TestCluster third = cluster.open("third", List.of(cluster.mine.partition()));
      SeveralSchedulers.watch(cluster.second).step();
      await(() -> agent.joined.get() == 2);
      long run = third.create(cluster.mine);
      await(() -> third.succeeded(cluster.mine, run));

      third.close();
      cluster.addresses.removeIf(each -> each.node().equals("third"));
      SeveralSchedulers.watch(cluster.second).step();
      cluster.first.acquire(List.of(cluster.mine.partition()));
      long next = cluster.first.create(cluster.mine);
      await(() -> cluster.first.succeeded(cluster.mine, next));
    }
  }

  @Test void an_agent_without_any_scheduler_finds_one_that_starts_where_it_was_told_to_ask() throws Exception {
    try (TestAgent agent = connected("one", 1)) {
      long run = cluster.first.create(cluster.mine);
      AttemptKey key = awaitAssignment(agent, cluster.mine);
      int port = cluster.first.server.port();
      cluster.first.close();
      cluster.second.close();
      cluster.addresses.clear();
      agent.succeed(key);
      TestCluster again = cluster.open("again", List.of(cluster.mine.partition()), port);
      await(() -> agent.opened.get() == 2);
      await(() -> again.succeeded(cluster.mine, run));
      await(() -> agent.unacknowledged() == 0);
      assertThat(agent.came).hasSize(1);
    }
  }

  @Test void an_agent_is_cut_off_when_nobody_answers_and_goes_on_with_whoever_answers_first() throws Exception {
    int port = cluster.first.server.port();
    try (TestAgent agent = connected("one", 1)) {
      cluster.first.close();
      cluster.second.close();
      agent.letTheCutOffPass();
      await(() -> agent.cutOffs.get() == 1);
      assertThat(agent.link.mayBegin()).isFalse();
      cluster.addresses.clear();
      cluster.open("again", List.of(cluster.mine.partition()), port);
      await(() -> agent.opened.get() == 2);
      assertThat(agent.link.mayBegin()).isTrue();
      assertThat(agent.cutOffs).hasValue(1);
    }
  }

  @Test void what_the_process_before_left_behind_is_lost_to_each_scheduler() {
    TestAgent before = connected("one", 1);
    cluster.first.create(cluster.mine);
    cluster.second.create(cluster.yours);
    awaitAssignment(before, cluster.mine);
    awaitAssignment(before, cluster.yours);
    before.close();
    AgentHello hello = new AgentHello("one", 2, 4, 0, List.of(), List.of(AgentHello.DEFAULT_QUEUE), 1);
    try (TestAgent after = cluster.agent(hello)) {
      after.link.predecessorLost(1);
      assertThat(awaitAssignment(after, cluster.mine).attempt()).isEqualTo(2);
      assertThat(awaitAssignment(after, cluster.yours).attempt()).isEqualTo(2);
    } finally {
      before.close();
    }
  }

  @Test void an_agent_that_one_of_several_schedulers_refuses_goes_on_with_the_others() {
    try (TestAgent other = new TestAgent("one", 1, 4, cluster.second.server.port(), "secret-one").start()) {
      await(() -> other.opened.get() == 1);
      try (TestAgent agent = cluster.agent("one", 2).prompt()) {
        await(() -> agent.opened.get() == 1);
        long run = cluster.first.create(cluster.mine);
        await(() -> cluster.first.succeeded(cluster.mine, run));
        assertThat(agent.refused).isNull();
        assertThat(agent.joined).hasValue(0);
      }
    }
  }

  @Test void an_agent_that_drains_is_given_nothing_by_any_scheduler() {
    try (TestAgent agent = connected("one", 1)) {
      agent.link.draining();
      Awaitility.await()
          .until(() -> cluster.first.gateway.agents().getFirst().draining()
              && cluster.second.gateway.agents().getFirst().draining());
      agent.link.serving();
      Awaitility.await()
          .until(() -> !cluster.first.gateway.agents().getFirst().draining()
              && !cluster.second.gateway.agents().getFirst().draining());
    }
  }

  @Test void what_only_one_scheduler_lets_an_agent_read_is_found() throws Exception {
    try (TestAgent agent = connected("one", 1)) {
      long here = cluster.first.create(cluster.mine);
      long there = cluster.second.create(cluster.yours);
      awaitAssignment(agent, cluster.mine);
      awaitAssignment(agent, cluster.yours);
      for (Assignment each : agent.came) {
        assertThat(agent.link.bundle(each.run().bundle()).content()).isEqualTo(TestCluster.BUNDLE);
      }
      assertThat(here + there).isPositive();
    }
  }
}
