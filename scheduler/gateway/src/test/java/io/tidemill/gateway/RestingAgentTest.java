package io.tidemill.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.Report;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When an agent that is connected gets nothing for a while.
class RestingAgentTest {
  private final SteppedGateway cluster = new SteppedGateway();
  private final AgentFailureDetector watch = new AgentFailureDetector(cluster.gateway, () -> cluster.now,
      Duration.ofSeconds(45));
  private final AgentConnection connection = cluster.gateway.connect("north:1", () -> {});
  private long batch;

  private void begin() {
    cluster.deploy(Dag.define("one", d -> d.task("only").exec(_ -> {})));
    connection.open(SteppedGateway.hello(7), false, List.of(), answer -> answer.accept(List.of()), cluster);
    cluster.start("one");
    cluster.step();
    assertThat(cluster.assigned).hasSize(1);
  }

  @Test void an_agent_that_refuses_work_is_asked_again_after_a_rest_that_grows() {
    begin();
    for (long rest : new long[]{1_000, 2_000, 4_000}) {
      int before = cluster.assigned.size();
      giveBack();
      cluster.step();
      assertThat(cluster.gateway.agents()).as("everybody sees why").singleElement().satisfies(agent -> {
        assertThat(agent.resting()).isTrue();
        assertThat(agent.gaveBack()).isEqualTo("The disk is full");
      });
      cluster.now += rest - 1;
      watch.step();
      cluster.step();
      assertThat(cluster.assigned).as("within %d ms", rest).hasSize(before);
      cluster.now += 1;
      watch.step();
      cluster.step();
      assertThat(cluster.assigned).as("after %d ms", rest).hasSize(before + 1);
    }
  }

  @Test void an_agent_that_gives_back_what_it_was_asked_for_does_not_rest() {
    begin();
    WorkRebalancer takeBack = new WorkRebalancer(cluster.gateway);
    connection.draining();
    takeBack.step();
    takeBack.step();
    giveBack();
    cluster.step();
    assertThat(cluster.assigned).as("while it drains").hasSize(1);
    connection.serving();
    cluster.step();
    assertThat(cluster.assigned).as("at once").hasSize(2);
  }

  @Test void an_agent_that_returns_from_silence_gets_nothing_until_its_loss_is_decided() {
    begin();
    connection.interrupted();
    silence();
    // It is back before anything is decided.
    cluster.gateway.connect("north:2", () -> {})
        .open(SteppedGateway.hello(7), true, List.of(), answer -> answer.accept(List.of()), cluster);
    AgentSession session = cluster.gateway.sessions().all().iterator().next();
    assertThat(session.closed()).isTrue();
    cluster.step();
    assertThat(session.closed()).isFalse();
    assertThat(cluster.assigned).as("the lost attempt, then the next").hasSize(2);
    assertThat(cluster.assigned.getFirst().attempt()).isNotEqualTo(cluster.assigned.getLast().attempt());
  }

  private void silence() {
    for (int second = 0; second < 46; second++) {
      cluster.now += 1_000;
      watch.step();
    }
  }

  private void giveBack() {
    FailureReport released = new FailureReport(FailureReport.Kind.RELEASED, "", "The disk is full", "", "", true, -1);
    connection.report(++batch,
        List.of(new Report.Failed(cluster.assigned.getLast(), released, new Report.Timing(1, 1))));
  }
}
