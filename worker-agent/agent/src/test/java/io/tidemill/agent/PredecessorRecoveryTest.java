package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.agent.journal.DiskJournal;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The journal of a process that is simply left as it is stands for one that was killed.
class PredecessorRecoveryTest extends AgentFixture {
  private DiskJournal journal() throws IOException {
    Files.createDirectories(work);
    return DiskJournal.open(work.resolve("journal"), 1 << 20);
  }

  private Agent startJournaled() throws IOException {
    agent = new Agent(config().withSlots(1), halts::add, journal());
    agent.start(scheduler);
    return agent;
  }

  @Test void what_a_killed_process_had_finished_is_reported_before_the_rest_is_said_to_be_lost() throws Exception {
    startJournaled();
    RunContext run = run("d.task(\"a\").run(Long.class, ctx -> 1L);\nd.task(\"gate\").exec(ctx -> { "
        + signals.code("begun") + ".countDown(); " + signals.code("open") + ".await(); });");
    scheduler.acknowledges = false;
    Assignment finished = scheduler.task(run, "a");
    assertThat(scheduler.result(finished)).isEqualTo("1");
    scheduler.agent.assign(List.of(scheduler.task(run, "gate")));
    signals.await("begun");
    long killed = scheduler.hello.incarnation();
    Agent left = agent;

    startJournaled();

    assertThat(scheduler.hello.previous()).isEqualTo(killed);
    assertThat(scheduler.nextSucceeded().key()).isEqualTo(finished.key());
    assertThat(scheduler.predecessorLost).as("its result is not durable yet").isEmpty();
    scheduler.agent.acknowledge(scheduler.batches.getLast());
    assertThat(scheduler.predecessorLost.poll(20, TimeUnit.SECONDS)).isEqualTo(killed);
    scheduler.agent.opened();
    assertThat(scheduler.predecessorLost.poll(20, TimeUnit.SECONDS)).as("a new session is told too").isEqualTo(killed);
    signals.give("open");
    left.close(Duration.ZERO);
  }

  @Test void a_process_with_nothing_finished_is_lost_at_once() throws Exception {
    startJournaled();
    RunContext run = run("d.task(\"gate\").exec(ctx -> { " + signals.code("begun") + ".countDown(); "
        + signals.code("open") + ".await(); });");
    scheduler.agent.assign(List.of(scheduler.task(run, "gate")));
    signals.await("begun");
    long killed = scheduler.hello.incarnation();
    Agent left = agent;

    startJournaled();

    assertThat(scheduler.predecessorLost.poll(20, TimeUnit.SECONDS)).isEqualTo(killed);
    signals.give("open");
    left.close(Duration.ZERO);
  }

  @Test void a_process_that_ended_in_order_left_nothing() throws Exception {
    startJournaled();
    RunContext run = run("d.task(\"a\").run(Long.class, ctx -> 1L);");
    scheduler.result(scheduler.task(run, "a"));
    agent.close(Duration.ofSeconds(20));

    startJournaled();

    assertThat(scheduler.hello.previous()).isZero();
    assertThat(scheduler.predecessorLost).isEmpty();
  }

  @Test void nothing_starts_that_cannot_be_written_down_and_work_goes_on_when_it_can() throws Exception {
    agent = new Agent(config(), halts::add, DiskJournal.open(work.resolve("journal"), 1_000));
    agent.start(scheduler);
    RunContext run = run("static int runs;", "NoParams", "",
        "d.task(\"big\").run(String.class, ctx -> \"x\".repeat(2_000));\nd.task(\"a\").run(Integer.class, ctx -> ++runs);",
        "{}");
    scheduler.acknowledges = false;
    scheduler.result(scheduler.task(run, "big"));

    FailureReport refused = scheduler.failure(scheduler.task(run, "a")).failure();

    assertThat(refused.kind()).isEqualTo(FailureReport.Kind.RELEASED);
    assertThat(refused.message()).contains("cannot write to its work folder", "at most 1,000 bytes");
    scheduler.batches.forEach(scheduler.agent::acknowledge);
    assertThat(scheduler.result(scheduler.task(run, "a"))).isEqualTo("1");
  }

  @Test void shards_that_cannot_be_written_down_are_given_back_one_by_one() throws Exception {
    agent = new Agent(config(), halts::add, DiskJournal.open(work.resolve("journal"), 1_000));
    agent.start(scheduler);
    RunContext run = run("d.task(\"big\").run(String.class, ctx -> \"x\".repeat(2_000));\n"
        + "d.shard(\"s\").overHash(2).exec((ctx, h) -> {});");
    scheduler.acknowledges = false;
    scheduler.result(scheduler.task(run, "big"));

    scheduler.agent.assign(List.of(new Assignment.RunShards(run, scheduler.key(0), "s", 0,
        List.of(new Assignment.ShardRange(0, 2, 1)), packed("a", "b"),
        packed("{\"index\":0,\"count\":2}", "{\"index\":1,\"count\":2}"), null, List.of())));

    var ended = (io.tidemill.protocol.Report.ShardsEnded) scheduler.next();
    assertThat(ended.failed()).hasSize(2).allMatch(each -> each.failure().kind() == FailureReport.Kind.RELEASED);
    await().until(() -> scheduler.reports.isEmpty());
  }
}
