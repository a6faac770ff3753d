package io.tidemill.gateway.remote;

import static io.tidemill.gateway.remote.TestSignals.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.tidemill.dsl.Dag;
import io.tidemill.gateway.AgentInfo;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.remote.AgentMethods;
import io.tidemill.protocol.remote.FromAgent;
import io.tidemill.protocol.remote.FromScheduler;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Catalog;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Agents that do not keep to the protocol, or to the time.
class BadAgentTest {
  private static final int OUTBOUND = 64 << 10;
  private static final int RUNS = 3_000;
  private static final byte[] PARAMS = ("{\"text\":\"" + "x".repeat(900) + "\"}").getBytes(StandardCharsets.UTF_8);

  private TestCluster cluster;

  @BeforeEach void open() throws Exception {
    AgentServerLimits limits = TestCluster.LIMITS;
    cluster = new TestCluster(new MemoryStore(8, InstantSource.system()), 0,
        new AgentServerLimits(OUTBOUND, limits.inboundBytes(), limits.readers(), limits.calls(), limits.keepAlive(),
            limits.cutOff()));
  }

  @AfterEach void close() {
    cluster.close();
  }

  private RawAgent agent(String name, int slots) {
    return new RawAgent(RawAgent.hello(name, name.hashCode(), slots), cluster.server.port());
  }

  private Status refusal(int protocol) throws Exception {
    try (RawAgent agent = agent("one", 1).read().hello(protocol, System.currentTimeMillis())) {
      return agent.ended.get(10, SECONDS);
    }
  }

  @Test void a_version_of_the_protocol_that_is_not_spoken_here_is_refused_with_the_remedy() throws Exception {
    Status old = refusal(AgentMethods.OLDEST_PROTOCOL - 1);
    Status young = refusal(AgentMethods.PROTOCOL + 1);

    assertThat(old.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(old.getDescription())
        .isEqualTo("Expected an agent that speaks version 1 to 1 of the protocol, but found 0; update the agent first");
    assertThat(young.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(young.getDescription()).endsWith("but found 2; update the scheduler first");
    assertThat(cluster.gateway.agents()).isEmpty();
  }

  @Test void a_clock_that_is_an_hour_off_is_seen_and_moves_no_time_of_a_run() throws Exception {
    long hour = TimeUnit.HOURS.toMillis(1);
    long before = System.currentTimeMillis();
    try (RawAgent agent = agent("one", 1).read().hello(AgentMethods.PROTOCOL, before + hour)) {
      Catalog.Dag dag = cluster.deploy(InterruptedSessionTest.single());
      long run = cluster.create(dag);
      await(() -> agent.heard.stream().anyMatch(FromScheduler.Assign.class::isInstance));
      AttemptKey key = agent.heard.stream()
          .filter(FromScheduler.Assign.class::isInstance)
          .map(FromScheduler.Assign.class::cast)
          .findFirst()
          .orElseThrow()
          .assignments()
          .getFirst()
          .key();
      agent.say(new FromAgent.Heartbeat(1, System.currentTimeMillis() + hour));
      agent.say(new FromAgent.Reports(1, List.of(new Report.Started(key, 1_000),
          new Report.Succeeded(key, "1".getBytes(StandardCharsets.UTF_8), "", new Report.Timing(1, 1)))));
      await(() -> cluster.succeeded(dag, run));

      long after = System.currentTimeMillis();
      assertThat(cluster.task(dag, run, 0).startedAt()).isBetween(before - 1_000, after);
      assertThat(cluster.task(dag, run, 0).endedAt()).isBetween(before, after);
      assertThat(cluster.gateway.agents()).singleElement()
          .extracting(AgentInfo::clockOffsetMillis)
          .satisfies(offset -> assertThat(offset).isBetween(hour - 60_000, hour + 60_000));
    }
  }

  @Test void an_agent_that_does_not_read_is_closed_and_gets_all_of_it_again_while_others_go_on() throws Exception {
    Catalog.Dag dag = cluster.deploy(InterruptedSessionTest.single());
    Catalog.Dag quick = cluster.deploy(Dag.define("quick", d -> d.task("only").queue("quick").exec(ctx -> {})));
    AgentHello serving = new AgentHello("other", 2, 4, 0, List.of(), List.of("quick"), 0);
    try (RawAgent slow = agent("slow", RUNS).hello(AgentMethods.PROTOCOL, System.currentTimeMillis());
        TestAgent other = new TestAgent(serving, cluster.server.port(), "secret-other").prompt().start()) {
      Awaitility.await().until(() -> cluster.gateway.agents().size() == 2);
      List<Long> runs = new ArrayList<>();
      List<Long> quickRuns = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        runs.add(cluster.create(dag, PARAMS));
        if (i % 100 == 0) {
          quickRuns.add(cluster.create(quick));
        }
      }
      Awaitility.await().atMost(30, SECONDS).until(() -> !known("slow").connected());
      quickRuns.add(cluster.create(quick));
      await(() -> quickRuns.stream().allMatch(run -> cluster.succeeded(quick, run)));
      assertThat(slow.read().ended.get(10, SECONDS).getDescription())
          .isEqualTo("Expected an agent that reads its messages, but too many wait");

      try (TestAgent again = new TestAgent(slow.hello, cluster.server.port(), "secret-slow").prompt().start()) {
        await(() -> runs.stream().allMatch(run -> cluster.succeeded(dag, run)));
        assertThat(again.came).hasSize(RUNS).extracting(each -> each.key().run()).doesNotHaveDuplicates();
        assertThat(again.came).allSatisfy(each -> assertThat(each.key().attempt()).isEqualTo(1));
        assertThat(other.opened).hasValue(1);
        Awaitility.await().untilAsserted(() -> assertThat(known("slow").busy()).isZero());
      }
    }
  }

  private AgentInfo known(String name) {
    return cluster.gateway.agents().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }
}
