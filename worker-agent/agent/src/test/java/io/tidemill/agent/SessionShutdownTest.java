package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionShutdownTest extends AgentFixture {
  @Test void closing_gives_back_what_waits_and_lets_run_what_runs() throws Exception {
    start(config().withSlots(1));
    RunContext run = run(
        "d.task(\"gate\").exec(ctx -> { " + signals.code("begun") + ".countDown(); " + signals.code("open")
            + ".await(); });\nd.task(\"a\").exec(ctx -> {});");
    scheduler.agent.assign(List.of(scheduler.task(run, "gate"), scheduler.task(run, "a")));
    signals.await("begun");

    Thread closing = Thread.startVirtualThread(() -> agent.close(Duration.ofSeconds(20)));

    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(FailureReport.Kind.RELEASED);
    signals.give("open");
    scheduler.nextSucceeded();
    closing.join();
    assertThat(scheduler.saidBye).isTrue();
  }

  @Test void an_attempt_cut_off_by_closing_is_not_reported() throws Exception {
    RunContext run = run(
        "d.task(\"a\").exec(ctx -> { " + signals.code("begun") + ".countDown(); new CountDownLatch(1).await(); });");
    scheduler.agent.assign(List.of(scheduler.task(run, "a")));
    signals.await("begun");

    agent.close(Duration.ZERO);

    assertThat(scheduler.saidBye).isTrue();
    assertThat(scheduler.reports).noneMatch(Report.Failed.class::isInstance);
  }
}
