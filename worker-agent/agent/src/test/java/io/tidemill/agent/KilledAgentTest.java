package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.protocol.Report;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Agents with a process of their own that end in every way but the proper one.
class KilledAgentTest extends AgentFixture {
  private long incarnation(String line) {
    return Long.parseLong(line.substring("incarnation ".length()));
  }

  private AgentProcess startNext() throws Exception {
    AgentProcess next = AgentProcess.open(config(), halts::add);
    next.start(scheduler);
    return next;
  }

  @Test void the_results_of_a_killed_agent_are_reported_by_the_next_and_the_rest_is_lost() throws Exception {
    Process killed = Forked.start(work, List.of(),
        "d.task(\"a\").run(Long.class, ctx -> 41L);\nd.task(\"hang\").exec(ctx -> Thread.sleep(600_000));", false, "a",
        "hang");
    long incarnation = incarnation(Forked.line(killed, "incarnation "));
    Forked.line(killed, "a 41");
    killed.destroyForcibly().waitFor();
    scheduler.acknowledges = false;

    try (AgentProcess _ = startNext()) {
      assertThat(scheduler.hello.previous()).isEqualTo(incarnation);
      Report.Succeeded result = scheduler.nextSucceeded();
      assertThat(result.output()).isEqualTo("41".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(scheduler.predecessorLost).isEmpty();
      scheduler.agent.acknowledge(scheduler.batches.getLast());
      assertThat(scheduler.predecessorLost.poll(20, TimeUnit.SECONDS)).isEqualTo(incarnation);
    }
  }

  @Test void a_body_that_exits_ends_the_agent_and_is_lost_when_the_next_one_starts() throws Exception {
    Process exiting = Forked.start(work, List.of(), "d.task(\"exit\").exec(ctx -> System.exit(3));", true, "exit");
    long incarnation = incarnation(Forked.line(exiting, "incarnation "));
    assertThat(exiting.waitFor()).isEqualTo(3);

    try (AgentProcess _ = startNext()) {
      assertThat(scheduler.predecessorLost.poll(20, TimeUnit.SECONDS)).isEqualTo(incarnation);
    }
  }

  @Test void a_body_that_eats_the_heap_fails_and_the_agent_goes_on() throws Exception {
    Process small = Forked.start(work, List.of("-Xmx64m"), """
        d.task("eat").exec(ctx -> { List<byte[]> all = new ArrayList<>(); while (true) all.add(new byte[1 << 20]); });
        d.task("a").run(Long.class, ctx -> 41L);
        """, true, "eat", "a");

    assertThat(Forked.line(small, "eat ")).contains("java.lang.OutOfMemoryError", "Out of memory", "isolated()");
    assertThat(small.waitFor()).isZero();
  }

  @Test void a_gigabyte_without_a_line_end_is_cut_and_takes_little_memory() throws Exception {
    Process small = Forked.start(work, List.of("-Xmx96m"), """
        d.task("flood").run(Long.class, ctx -> {
          byte[] block = new byte[1 << 20];
          Arrays.fill(block, (byte) 'x');
          for (int i = 0; i < 1024; i++) { System.out.write(block, 0, block.length); }
          return 1024L;
        });
        """, true, "flood");

    assertThat(Forked.line(small, "flood ")).isEqualTo("flood 1024");
    assertThat(small.waitFor()).isZero();
  }

  @Test void an_agent_asked_to_stop_lets_end_what_runs_and_asked_twice_ends_at_once() throws Exception {
    AgentProcess patient = startNext();
    agent = new Agent(config(), halts::add);
    var run = runOf("d.task(\"a\").exec(ctx -> { " + signals.code("begun") + ".countDown(); " + signals.code("open")
        + ".await(); });");
    scheduler.agent.assign(List.of(scheduler.task(run, "a")));
    signals.await("begun");
    patient.stop();
    await().until(() -> scheduler.saidDraining);
    assertThat(scheduler.failure(scheduler.task(run, "a")).failure().message()).contains("The agent closes");
    assertThat(scheduler.saidBye).isFalse();

    patient.stop();

    patient.await();
    assertThat(scheduler.saidBye).isTrue();
    long left = scheduler.hello.incarnation();
    try (AgentProcess _ = startNext()) {
      assertThat(scheduler.predecessorLost.poll(20, TimeUnit.SECONDS)).as("what it left running").isEqualTo(left);
    }
  }

  private io.tidemill.protocol.RunContext runOf(String declarations) {
    return run(declarations);
  }

  @Test void the_second_agent_in_a_folder_does_not_start() throws Exception {
    try (AgentProcess _ = startNext()) {
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> AgentProcess.open(config(), halts::add)))
          .isInstanceOf(WorkFolderException.class);
    }
    AgentProcess next = AgentProcess.open(config(), halts::add);
    next.close();
  }

  @Test void a_process_that_a_body_ends_says_which_body_and_where() throws Exception {
    Process agent = Forked.start(work, List.of(), "d.task(\"exits\").exec(ctx -> System.exit(5));", true, "exits");

    assertThat(Forked.saying(agent, "This process ends because attempt 1 of sample/1/exits called System.exit"))
        .contains("Sample.java:", "isolated()");
    assertThat(agent.waitFor()).isEqualTo(5);
  }
}
