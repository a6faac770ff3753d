package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.agent.isolate.Isolation;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The time limit of an attempt counts from the beginning of its body, not of its wait on the agent.
class AttemptLimitsTest extends AgentFixture {

  @Test void shards_that_wait_for_a_slot_longer_than_their_limit_are_not_timed_out() throws Exception {
    start(config().withSlots(1));
    RunContext run = run("""
        d.shard("s").overRange(0, 4, 1).attemptTimeout(Duration.ofSeconds(5))
            .run(Long.class, (ctx, r) -> { Thread.sleep(2_000); return r.from(); });
        """);
    scheduler.agent.assign(List.of(shards(run, 4)));

    assertThat(ended(4)).allSatisfy(each -> assertThat(each).isNull());
  }

  @Test void bodies_that_compute_and_isolated_ones_are_not_timed_out_while_they_wait() throws Exception {
    start(new AgentConfig("test", 4, 1, Isolation.plain().withSlots(1).withHeapMegabytes(32), 4, List.of(),
        List.of(AgentHello.DEFAULT_QUEUE), work, AgentLimits.DEFAULT));
    RunContext run = run("""
        d.task("cpu").cpuBound().attemptTimeout(Duration.ofSeconds(5)).exec(ctx -> Thread.sleep(2_600));
        d.task("iso").isolated().attemptTimeout(Duration.ofSeconds(5)).exec(ctx -> Thread.sleep(2_600));
        """);
    List<Assignment> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(scheduler.task(run, "cpu"));
      all.add(scheduler.task(run, "iso"));
    }
    scheduler.agent.assign(all);

    for (int i = 0; i < all.size(); i++) {
      assertThat(scheduler.next()).isInstanceOf(Report.Succeeded.class);
    }
  }

  @Test void a_timed_out_attempt_says_which_limit_it_was_and_where_its_body_stood() throws Exception {
    start(config().withIsolation(Isolation.plain().withHeapMegabytes(32)));
    RunContext run = run("void nap() throws InterruptedException {\n Thread.sleep(1_000_000);\n}\n", "NoParams", "", """
        d.task("here").attemptTimeout(Duration.ofMillis(200)).exec(ctx -> nap());
        d.task("iso").isolated().attemptTimeout(Duration.ofMillis(200)).exec(ctx -> nap());
        """, "{}");

    for (String task : List.of("here", "iso")) {
      FailureReport failure = scheduler.failure(scheduler.task(run, task)).failure();
      assertThat(failure.kind()).isEqualTo(FailureReport.Kind.TIMED_OUT);
      assertThat(failure.message()).contains("attemptTimeout is 200 ms", "stood at Sample.java:");
      assertThat(failure.place()).startsWith("Sample.java:");
      assertThat(failure.stack()).contains("nap(Sample.java:");
      assertThat(failure.retryable()).isTrue();
    }
  }

  private Assignment.RunShards shards(RunContext run, int count) {
    String[] keys = new String[count];
    String[] elements = new String[count];
    for (int i = 0; i < count; i++) {
      keys[i] = i + "";
      elements[i] = "{\"from\":" + i + ",\"to\":" + (i + 1) + "}";
    }
    return new Assignment.RunShards(run, scheduler.key(0), "s", 0, List.of(new Assignment.ShardRange(0, count, 1)),
        packed(keys), packed(elements), null, List.of());
  }

  private List<FailureReport> ended(int count) throws InterruptedException {
    List<FailureReport> failures = new ArrayList<>();
    while (failures.size() < count) {
      Report.ShardsEnded report = (Report.ShardsEnded) scheduler.next();
      for (int i = 0; i < report.indexes().length; i++) {
        failures.add(null);
      }
      report.failed().forEach(each -> failures.add(each.failure()));
    }
    return failures;
  }
}
