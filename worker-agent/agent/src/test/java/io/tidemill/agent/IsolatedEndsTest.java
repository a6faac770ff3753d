package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.agent.isolate.Isolation;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.StopReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Processes of isolated attempts whose agent is silent, gone, cut off or about to end.
class IsolatedEndsTest extends AgentFixture {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final List<ProcessHandle> seen = new ArrayList<>();

  @AfterEach void endAll() {
    seen.forEach(ProcessHandle::destroyForcibly);
  }

  /// Starts a process, says what both are called, and ends when it is told to; interrupts it ignores.
  private String hold(String options) {
    return "d.task(\"hold\").isolated()" + options + ".run(Long.class, ctx -> {\n"
        + "var other = new ProcessBuilder(\"sleep\", \"600\").start();\n"
        + "Files.writeString(Path.of(\"" + work
        + "/pids\"), ProcessHandle.current().pid() + \" \" + other.pid() + \";\");\n"
        + "while (!Files.exists(Path.of(\"" + work + "/go\"))) {\n"
        + "  try { Thread.sleep(20); } catch (InterruptedException e) { Thread.interrupted(); }\n"
        + "}\nreturn 1L; });\n";
  }

  /// The process of the attempt and the one it has started, once they are there.
  private List<ProcessHandle> processes() throws IOException {
    Path pids = work.resolve("pids");
    await().atMost(LONG)
        .untilAsserted(() -> assertThat(pids).as("reported: %s", scheduler.reports)
            .exists()
            .content()
            .endsWith(";"));
    Stream.of(Files.readString(pids).replace(";", "").split(" "))
        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
        .forEach(seen::add);
    return List.copyOf(seen);
  }

  private static void awaitGone(List<ProcessHandle> processes) {
    await().atMost(LONG).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static void signal(String name, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + pid).start().waitFor()).isZero();
  }

  @Test void what_a_body_leaves_in_a_session_of_its_own_is_ended_with_it() throws Exception {
    RunContext run = run("d.task(\"leaves\").isolated().run(Long.class, ctx -> {\n"
        + "new ProcessBuilder(\"sh\", \"-c\", \"setsid sleep 600 > /dev/null 2>&1 & echo $! > " + work
        + "/left\").start().waitFor();\nreturn 1L; });\n");

    assertThat(scheduler.result(scheduler.task(run, "leaves"))).isEqualTo("1");

    long left = Long.parseLong(Files.readString(work.resolve("left")).strip());
    await().atMost(LONG).until(() -> ProcessHandle.of(left).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test void the_next_agent_ends_what_an_attempt_of_a_killed_one_has_left_in_a_session_of_its_own() throws Exception {
    Path folder = Files.createDirectories(work.resolve("isolated").resolve("attempt-1"));
    ProcessBuilder builder = new ProcessBuilder("setsid", "sleep", "600");
    builder.environment().put("TIDEMILL_ATTEMPT_FOLDER", folder.toAbsolutePath().toString());
    Process left = builder.start();
    try (AgentProcess _ = AgentProcess.open(config(), halts::add)) {
      assertThat(left.waitFor(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
  }

  // ---- silent or gone

  @Test void a_process_whose_agent_was_killed_ends_itself_with_all_it_has_started() throws Exception {
    Process killed = Forked.start(work, List.of(), hold(""), true, "hold");
    List<ProcessHandle> processes = processes();

    killed.destroyForcibly().waitFor();

    awaitGone(processes);
  }

  @Test void a_process_whose_agent_is_silent_ends_itself_with_all_it_has_started() throws Exception {
    Process frozen = Forked.start(work, List.of("-D" + Forked.SILENCE + "=PT5S"), hold(""), true, "hold");
    List<ProcessHandle> processes = processes();

    signal("STOP", frozen.pid());

    try {
      // The process itself stays in the table until its parent looks at it.
      awaitGone(processes.subList(1, 2));
    } finally {
      signal("CONT", frozen.pid());
    }
    awaitGone(processes);
    assertThat(Forked.line(frozen, "hold ")).contains("its agent had been silent for 5 s");
    assertThat(frozen.waitFor()).isZero();
  }

  @Test void a_process_lives_on_while_its_agent_speaks_also_when_it_was_frozen_itself() throws Exception {
    Duration silence = Duration.ofSeconds(4);
    start(config().withIsolation(Isolation.plain().withSilence(silence)));
    RunContext run = run(hold(""));
    scheduler.agent.assign(List.of(scheduler.task(run, "hold")));
    List<ProcessHandle> processes = processes();

    signal("STOP", processes.getFirst().pid());
    long frozen = System.nanoTime();
    await().atMost(LONG).until(() -> System.nanoTime() - frozen > silence.toNanos() * 5 / 4);
    signal("CONT", processes.getFirst().pid());
    long thawed = System.nanoTime();
    await().atMost(LONG)
        .until(() -> !processes.getFirst().isAlive() || System.nanoTime() - thawed > silence.toNanos() * 5 / 4);
    Files.createFile(work.resolve("go"));

    assertThat(scheduler.nextSucceeded().output()).asString().isEqualTo("1");
  }

  // ---- cut off

  @Test void an_agent_that_is_cut_off_kills_a_process_that_does_not_stop() throws Exception {
    start(config().withLimits(AgentLimits.DEFAULT.withStop(LONG.multipliedBy(5), LONG.multipliedBy(6))
        .withCutOffGrace(Duration.ofMillis(200))));
    RunContext run = run(hold(""));
    scheduler.agent.assign(List.of(scheduler.task(run, "hold")));
    List<ProcessHandle> processes = processes();

    scheduler.agent.cutOff();

    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(FailureReport.Kind.LOST);
    awaitGone(processes);
    assertThat(halts).isEmpty();
  }

  @Test void a_process_that_was_given_time_to_stop_has_less_of_it_when_its_agent_is_cut_off() throws Exception {
    start(config().withLimits(AgentLimits.DEFAULT.withStop(LONG.multipliedBy(5), LONG.multipliedBy(6))
        .withCutOffGrace(Duration.ofMillis(200))));
    RunContext run = run(hold(""));
    Assignment task = scheduler.task(run, "hold");
    scheduler.agent.assign(List.of(task));
    List<ProcessHandle> processes = processes();
    scheduler.agent.stop(task.key(), StopReason.CANCELLED);

    scheduler.agent.cutOff();

    assertThat(scheduler.nextFailed().failure().kind()).isEqualTo(FailureReport.Kind.CANCELLED);
    awaitGone(processes);
  }

  @Test void a_process_of_a_task_that_says_wait_goes_on_when_its_agent_is_cut_off() throws Exception {
    start(config().withLimits(AgentLimits.DEFAULT.withCutOffGrace(Duration.ZERO)));
    RunContext run = run(hold(".onAgentLost(AgentLost.WAIT)"));
    Assignment task = scheduler.task(run, "hold");
    scheduler.agent.assign(List.of(task));
    processes();

    scheduler.agent.cutOff();
    Files.createFile(work.resolve("go"));

    assertThat(scheduler.nextSucceeded().key()).isEqualTo(task.key());
  }

  // ---- the end of the agent

  @Test void an_agent_that_drains_lets_a_process_end() throws Exception {
    RunContext run = run(hold(""));
    Assignment task = scheduler.task(run, "hold");
    scheduler.agent.assign(List.of(task));
    List<ProcessHandle> processes = processes();

    Thread closing = Thread.startVirtualThread(() -> agent.close(LONG));
    await().atMost(LONG).until(() -> scheduler.saidDraining);
    assertThat(scheduler.failure(scheduler.task(run, "hold")).failure().kind()).isEqualTo(FailureReport.Kind.RELEASED);
    assertThat(scheduler.saidBye).isFalse();
    Files.createFile(work.resolve("go"));

    assertThat(scheduler.nextSucceeded().key()).isEqualTo(task.key());
    closing.join();
    assertThat(scheduler.saidBye).isTrue();
    awaitGone(processes);
  }

  @Test void an_agent_that_ends_at_once_ends_its_processes_and_reports_nothing_of_them() throws Exception {
    start(config().withLimits(AgentLimits.DEFAULT.withStop(Duration.ofMillis(200), LONG)));
    RunContext run = run(hold(""));
    scheduler.agent.assign(List.of(scheduler.task(run, "hold")));
    List<ProcessHandle> processes = processes();

    agent.close(Duration.ZERO);

    awaitGone(processes);
    assertThat(scheduler.reports).noneMatch(Report.Failed.class::isInstance);
  }
}
