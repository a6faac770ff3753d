package io.tidemill.gateway.remote;

import static io.tidemill.gateway.remote.TestSignals.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.gateway.AgentFailureDetector;
import io.tidemill.gateway.WorkRebalancer;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.Report;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Store;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InterruptedSessionTest {
  private TestCluster cluster;
  private FaultyProxy proxy;

  @BeforeEach void open() throws Exception {
    cluster = TestCluster.start();
    proxy = new FaultyProxy(cluster.server.port());
  }

  @AfterEach void close() throws Exception {
    proxy.close();
    cluster.close();
  }

  private TestAgent agent(String name, long incarnation) {
    return new TestAgent(name, incarnation, 4, proxy.port(), "secret-" + name).start();
  }

  static Dag<?> single() {
    return Dag.define("single", d -> d.task("only").exec(ctx -> {}));
  }

  private static AttemptKey awaitAssignment(TestAgent agent) {
    await(() -> !agent.running.isEmpty());
    return agent.running.keySet().iterator().next();
  }

  private void awaitFree() {
    Awaitility.await()
        .untilAsserted(() -> assertThat(cluster.gateway.agents()).allSatisfy(each -> assertThat(each.busy()).isZero()));
  }

  @Test void work_that_runs_while_the_connection_is_cut_is_adopted_not_restarted() {
    try (TestAgent agent = agent("one", 1)) {
      Catalog.Dag dag = cluster.deploy(single());
      long run = cluster.create(dag);
      AttemptKey key = awaitAssignment(agent);

      proxy.cut();
      await(() -> agent.opened.get() == 2);
      agent.succeed(key);

      await(() -> cluster.succeeded(dag, run));
      assertThat(agent.came).hasSize(1);
      assertThat(agent.stopped).isEmpty();
      assertThat(cluster.task(dag, run, 0).attempt()).isEqualTo(1);
      awaitFree();
    }
  }

  @Test void an_end_that_could_not_be_reported_is_reported_when_the_connection_is_back() {
    try (TestAgent agent = agent("one", 1)) {
      Catalog.Dag dag = cluster.deploy(single());
      long run = cluster.create(dag);
      AttemptKey key = awaitAssignment(agent);

      proxy.down();
      Awaitility.await().until(() -> cluster.gateway.agents().stream().noneMatch(each -> each.connected()));
      agent.succeed(key);
      proxy.up();

      await(() -> cluster.succeeded(dag, run));
      assertThat(agent.came).hasSize(1);
      await(() -> agent.unacknowledged() == 0);
      awaitFree();
    }
  }

  @Test void an_assignment_that_was_lost_on_the_way_is_sent_again_under_the_same_identity() {
    try (TestAgent agent = agent("one", 1)) {
      await(() -> agent.opened.get() == 1);
      Catalog.Dag dag = cluster.deploy(single());
      proxy.freeze();
      long run = cluster.create(dag);
      Awaitility.await().until(() -> cluster.gateway.agents().getFirst().busy() == 1);
      proxy.down();
      proxy.thaw();
      proxy.up();

      AttemptKey key = awaitAssignment(agent);
      agent.succeed(key);

      await(() -> cluster.succeeded(dag, run));
      assertThat(key.attempt()).isEqualTo(1);
      awaitFree();
    }
  }

  @Test void the_connection_may_be_cut_at_any_time_while_chains_run() {
    try (TestAgent agent = agent("one", 1).prompt()) {
      Catalog.Dag dag = cluster.deploy(SessionTest.chain(30));
      List<Long> runs = List.of(cluster.create(dag), cluster.create(dag), cluster.create(dag));
      for (int cut = 1; cut <= 5; cut++) {
        int sessions = cut;
        await(() -> agent.opened.get() >= sessions);
        proxy.cut();
      }
      await(() -> runs.stream().allMatch(run -> cluster.succeeded(dag, run)));
      awaitFree();
    }
  }

  @Test void an_outage_shorter_than_the_cut_off_stops_nothing_and_a_longer_one_once() {
    try (TestAgent agent = agent("one", 1)) {
      await(() -> agent.opened.get() == 1);
      proxy.cut();
      await(() -> agent.opened.get() == 2);
      assertThat(agent.cutOffs).hasValue(0);

      proxy.down();
      agent.letTheCutOffPass();
      await(() -> agent.cutOffs.get() == 1);
      proxy.up();
      await(() -> agent.opened.get() == 3);
      assertThat(agent.cutOffs).hasValue(1);
    }
  }

  @Test void what_a_silent_agent_had_is_lost_and_its_late_report_changes_nothing() {
    AgentFailureDetector watch = new AgentFailureDetector(cluster.gateway, cluster.millis::get,
        AgentFailureDetector.LOST_AFTER);
    try (TestAgent agent = agent("one", 1)) {
      Catalog.Dag dag = cluster.deploy(single());
      long run = cluster.create(dag);
      AttemptKey late = awaitAssignment(agent);
      await(() -> cluster.tasks(dag, run).stream().anyMatch(row -> "one".equals(row.agent())));
      proxy.down();
      agent.letTheCutOffPass();
      await(() -> agent.cutOffs.get() == 1);
      pass(watch, 30);
      try (TestAgent other = new TestAgent("two", 2, 4, cluster.server.port(), "secret-two").start()) {
        await(() -> other.opened.get() == 1);
        pass(watch, 15);
        assertThat(cluster.task(dag, run, 0).agent()).isEqualTo("one");
        pass(watch, 1);
        AttemptKey again = awaitAssignment(other);
        assertThat(again.attempt()).isEqualTo(2);

        proxy.up();
        await(() -> agent.opened.get() == 2);
        agent.succeed(late);
        await(() -> agent.unacknowledged() == 0);
        assertThat(cluster.succeeded(dag, run)).isFalse();
        other.succeed(again);
        await(() -> cluster.succeeded(dag, run));
        assertThat(cluster.task(dag, run, 0).agent()).isEqualTo("two");
      }
    }
  }

  private void pass(AgentFailureDetector watch, int seconds) {
    for (int second = 0; second < seconds; second++) {
      cluster.millis.addAndGet(1_000);
      watch.step();
    }
  }

  @Test void a_scheduler_that_starts_again_adopts_what_runs_and_knows_how_much_is_free() throws Exception {
    Store store = new MemoryStore(8, InstantSource.system());
    TestCluster first = new TestCluster(store, 0, TestCluster.LIMITS);
    int port = first.server.port();
    try (TestAgent agent = new TestAgent("one", 1, 4, port, "secret-one").start()) {
      Catalog.Dag dag = first.deploy(single());
      long run = first.create(dag);
      AttemptKey key = awaitAssignment(agent);
      first.close();
      try (TestCluster second = new TestCluster(store, port, TestCluster.LIMITS)) {
        await(() -> agent.opened.get() == 2);
        Awaitility.await().until(() -> second.gateway.agents().getFirst().busy() == 1);
        agent.succeed(key);
        await(() -> second.succeeded(dag, run));
        assertThat(agent.came).hasSize(1);
        Awaitility.await().until(() -> second.gateway.agents().getFirst().busy() == 0);
      }
    }
  }

  @Test void a_second_connection_of_the_same_process_takes_the_place_of_the_first() {
    try (TestAgent agent = agent("one", 1)) {
      Catalog.Dag dag = cluster.deploy(single());
      long run = cluster.create(dag);
      AttemptKey key = awaitAssignment(agent);
      proxy.freeze();
      // Half open: the scheduler does not know yet when the agent comes back another way.
      try (TestAgent again = new TestAgent("one", 1, 4, cluster.server.port(), "secret-one")) {
        again.running.putAll(agent.running);
        again.start();
        await(() -> again.opened.get() == 1);
        assertThat(cluster.gateway.agents()).singleElement()
            .satisfies(known -> assertThat(known.busy()).isEqualTo(1));
        again.succeed(key);
        await(() -> cluster.succeeded(dag, run));
        awaitFree();
        agent.link.disconnect();
      }
    }
  }

  @Test void two_processes_with_one_name_are_told_apart() {
    try (TestAgent first = agent("one", 1)) {
      await(() -> first.opened.get() == 1);
      try (TestAgent second = agent("one", 2)) {
        await(() -> second.refused != null);
        assertThat(second.refused).contains("'one'").contains("name of its own");
      }
      assertThat(first.opened).hasValue(1);
    }
  }

  @Test void the_next_process_of_an_agent_takes_the_place_of_the_one_before_and_reports_for_it() {
    try (TestAgent before = agent("one", 1)) {
      Catalog.Dag dag = cluster.deploy(single());
      long run = cluster.create(dag);
      AttemptKey key = awaitAssignment(before);
      before.close();
      AgentHello hello = new AgentHello("one", 2, 4, 0, List.of(), List.of(AgentHello.DEFAULT_QUEUE), 1);
      try (TestAgent after = new TestAgent(hello, proxy.port(), "secret-one").start()) {
        await(() -> after.opened.get() == 1);
        after.succeed(key);
        await(() -> cluster.succeeded(dag, run));
        assertThat(cluster.gateway.refusedReports()).isZero();
      }
    }
  }

  @Test void what_the_process_before_left_behind_is_lost_at_once_and_starts_again() {
    TestAgent before = agent("one", 1);
    Catalog.Dag dag = cluster.deploy(single());
    long run = cluster.create(dag);
    awaitAssignment(before);
    before.close();
    AgentHello hello = new AgentHello("one", 2, 4, 0, List.of(), List.of(AgentHello.DEFAULT_QUEUE), 1);
    try (TestAgent after = new TestAgent(hello, proxy.port(), "secret-one").start()) {
      await(() -> after.opened.get() == 1);
      after.link.predecessorLost(1);
      AttemptKey again = awaitAssignment(after);
      assertThat(again.attempt()).isEqualTo(2);
      after.succeed(again);
      await(() -> cluster.succeeded(dag, run));
    } finally {
      before.close();
    }
  }

  @Test void a_report_of_what_another_agent_has_is_refused_and_counted() {
    try (TestAgent agent = agent("one", 1)) {
      Catalog.Dag dag = cluster.deploy(single());
      long run = cluster.create(dag);
      AttemptKey key = awaitAssignment(agent);
      try (TestAgent thief = agent("two", 2)) {
        await(() -> thief.opened.get() == 1);
        thief.succeed(key);
        await(() -> thief.unacknowledged() == 0);
        assertThat(cluster.gateway.refusedReports()).isEqualTo(1);
        thief.link.predecessorLost(1);
        assertThat(cluster.succeeded(dag, run)).isFalse();
        agent.succeed(key);
        await(() -> cluster.succeeded(dag, run));
        assertThat(cluster.task(dag, run, 0).attempt()).isEqualTo(1);
      }
    }
  }

  @Test void a_report_that_is_said_twice_gives_one_slot_back() {
    try (TestAgent agent = agent("one", 1)) {
      Catalog.Dag dag = cluster.deploy(single());
      long run = cluster.create(dag);
      AttemptKey key = awaitAssignment(agent);
      Report report = new Report.Succeeded(key, new byte[]{'1'}, "", new Report.Timing(1, 1));
      agent.report(List.of(report, report));
      agent.report(List.of(report));
      await(() -> cluster.succeeded(dag, run));
      await(() -> agent.unacknowledged() == 0);
      agent.running.clear();
      for (int i = 0; i < 6; i++) {
        cluster.create(dag);
      }
      await(() -> agent.running.size() == 4);
      assertThat(cluster.gateway.agents().getFirst().busy()).isEqualTo(4);
    }
  }

  @Test void a_result_of_20_mib_arrives_in_parts_and_can_be_read_back() throws Exception {
    try (TestAgent agent = agent("one", 1)) {
      Catalog.Dag dag = cluster.deploy(Dag.define("handed", d -> {
        var first = d.task("first").run(String.class, ctx -> "");
        d.task("second").needs(first).exec((ctx, text) -> {});
      }));
      long run = cluster.create(dag);
      AttemptKey key = awaitAssignment(agent);
      byte[] output = new byte[20 << 20];
      Arrays.fill(output, (byte) '7');
      agent.succeed(key, output);
      await(() -> agent.came.size() == 2);
      long id = ((InputValue.Single) agent.came.getLast().inputs().getFirst()).value().id();
      assertThat(agent.link.value(id)).isEqualTo(output);
    }
  }

  @Test void two_agents_share_the_work() {
    try (TestAgent one = agent("one", 1); TestAgent two = agent("two", 2)) {
      await(() -> one.opened.get() == 1 && two.opened.get() == 1);
      Catalog.Dag dag = cluster.deploy(single());
      for (int i = 0; i < 8; i++) {
        cluster.create(dag);
      }
      await(() -> one.running.size() == 4 && two.running.size() == 4);
    }
  }

  @Test void a_hello_with_a_name_that_is_not_the_credentials_is_refused() {
    try (TestAgent agent = new TestAgent("one", 1, 4, proxy.port(), "secret-two").start()) {
      await(() -> agent.refused != null);
      assertThat(agent.refused).contains("'two'").contains("'one'");
    }
  }

  @Test void what_waits_with_a_busy_agent_is_taken_back_for_one_with_free_slots() {
    AgentHello greedy = new AgentHello("one", 1, 1, 8, List.of(), List.of(AgentHello.DEFAULT_QUEUE), 0);
    WorkRebalancer takeBack = new WorkRebalancer(cluster.gateway);
    try (TestAgent one = new TestAgent(greedy, proxy.port(), "secret-one").start()) {
      Catalog.Dag dag = cluster.deploy(single());
      for (int i = 0; i < 3; i++) {
        cluster.create(dag);
      }
      await(() -> one.running.size() == 3);
      takeBack.step();
      takeBack.step();
      assertThat(one.takenBack).isEmpty();
      try (TestAgent two = agent("two", 2)) {
        await(() -> two.opened.get() == 1);
        takeBack.step();
        takeBack.step();
        await(() -> one.takenBack.size() == 2);
        takeBack.step();
        assertThat(one.takenBack).hasSize(2);
      }
    }
  }
}
