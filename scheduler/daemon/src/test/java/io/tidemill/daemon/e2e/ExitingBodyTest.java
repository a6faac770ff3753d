package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.StartRequest;
import io.tidemill.runtime.port.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bodies that end the `dev` they run in.
class ExitingBodyTest {
  private static final int EXIT = 5;

  @TempDir Path directory;

  private DevProcess dev(String dag, String declarations) throws Exception {
    AttemptRecorder recorder = new AttemptRecorder(directory.resolve("attempts"));
    Files.createDirectories(directory.resolve("dags"));
    Files.write(directory.resolve("dags/Exits.java"), new LoggedDag(recorder).source(dag, declarations));
    DevProcess dev = DevProcess.start(directory);
    await().atMost(60, SECONDS).until(() -> dev.operations().dags().list().size() == 1);
    return dev;
  }

  private void assertEndsOnceAndTheRunFails(String task, String declarations) throws Exception {
    assertEndsOnceAndTheRunFails(task, "", declarations);
  }

  private void assertEndsOnceAndTheRunFails(String task, String thread, String declarations) throws Exception {
    DevProcess dev = dev("exits", declarations);
    long run = dev.operations().runs().start(new StartRequest("exits", null, null, null)).run();

    assertThat(dev.process().exit()).as(dev.process().told()).isEqualTo(EXIT);
    assertThat(dev.process().told())
        .contains("This process ends because attempt 1 of exits/1/" + task + " called System.exit" + thread
            + " at Exits.java:");

    DevProcess again = DevProcess.start(directory);
    RunDetail end = EndedRun.await(again.operations(), "exits", run);
    assertThat(end.run().status()).isEqualTo(RunStatus.FAILED);
    assertThat(end.failures()).first().satisfies(failure -> {
      assertThat(failure.kind()).isEqualTo("FAILED");
      assertThat(failure.message()).contains("The body called System.exit at Exits.java:", "isolated()");
    });
    assertThat(Files.readAllLines(directory.resolve("attempts"))).as("starts").hasSize(1);
    assertThat(again.process().told()).doesNotContain("without being stopped");
    again.stop();
  }

  @Test void dev_says_which_body_called_exit_and_does_not_run_it_again_when_it_starts() throws Exception {
    assertEndsOnceAndTheRunFails("exit", """
        d.task("exit").exec(ctx -> {
          say("start", ctx);
          System.exit(5);
        });
        """);
  }

  @Test void the_same_goes_for_a_shard() throws Exception {
    assertEndsOnceAndTheRunFails("exit[0..1]", """
        d.shard("exit").overRange(0, 1, 1).exec((ctx, part) -> {
          say("start", ctx);
          System.exit(5);
        });
        """);
  }

  @Test void the_same_goes_for_a_body_on_a_thread_of_the_pool_for_computing() throws Exception {
    assertEndsOnceAndTheRunFails("exit", """
        d.task("exit").cpuBound().exec(ctx -> {
          say("start", ctx);
          System.exit(5);
        });
        """);
  }

  @Test void the_same_goes_for_a_thread_that_a_body_waits_for() throws Exception {
    assertEndsOnceAndTheRunFails("exit", " on a thread of its own", """
        d.task("exit").exec(ctx -> {
          say("start", ctx);
          CompletableFuture.runAsync(() -> System.exit(5)).join();
        });
        """);
  }

  @Test void dev_says_at_the_next_start_what_it_ran_when_something_ended_it_that_leaves_no_trace() throws Exception {
    DevProcess dev = dev("exits", """
        d.task("halt").exec(ctx -> {
          say("start", ctx);
          if (ctx.attempt() < 3) {
            Runtime.getRuntime().halt(0);
          }
        });
        """);
    dev.operations().runs().start(new StartRequest("exits", null, null, null));
    assertThat(dev.process().exit()).isZero();

    TidemillProcess second = DevProcess.launch(directory);
    assertThat(second.exit()).isZero();
    assertThat(second.told()).contains("ended without being stopped while it ran exits/1/halt", "isolated()");

    DevProcess third = DevProcess.start(directory);
    assertThat(EndedRun.await(third.operations(), "exits", 1).run().status()).isEqualTo(RunStatus.SUCCESS);
    third.stop();
  }

  @Test void dev_says_nothing_at_the_next_start_of_what_it_ran_when_it_was_stopped() throws Exception {
    DevProcess dev = dev("exits", """
        d.task("long").exec(ctx -> {
          say("start", ctx);
          if (ctx.attempt() == 1) {
            await("never");
          }
        });
        """);
    dev.operations().runs().start(new StartRequest("exits", null, null, null));
    await().atMost(60, SECONDS).until(() -> Files.size(directory.resolve("attempts")) > 0);
    dev.stop();

    DevProcess again = DevProcess.start(directory);
    assertThat(again.process().told()).doesNotContain("without being stopped");
    again.stop();
  }

  @Test void what_ran_beside_it_is_lost_and_runs_again() throws Exception {
    DevProcess dev = dev("exits", """
        d.task("beside").exec(ctx -> {
          say("beside", ctx);
          if (ctx.attempt() == 1) {
            await("never");
          }
        });
        d.task("exit").exec(ctx -> {
          await("go");
          System.exit(5);
        });
        """);
    dev.operations().runs().start(new StartRequest("exits", null, null, null));
    await().atMost(60, SECONDS).until(() -> Files.size(directory.resolve("attempts")) > 0);
    Files.createFile(directory.resolve("go"));
    assertThat(dev.process().exit()).as(dev.process().told()).isEqualTo(EXIT);

    DevProcess again = DevProcess.start(directory);
    RunDetail end = EndedRun.await(again.operations(), "exits", 1);
    assertThat(end.run().status()).isEqualTo(RunStatus.FAILED);
    assertThat(end.tasks()).filteredOn(each -> each.id().equals("beside"))
        .singleElement()
        .satisfies(beside -> {
          assertThat(beside.state()).hasToString("SUCCESS");
          assertThat(beside.attempt()).isEqualTo(2);
        });
    again.stop();
  }
}
