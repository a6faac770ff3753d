package io.tidemill.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanProcessReaperTest {
  private final List<Process> started = new ArrayList<>();

  @TempDir Path folder;

  @AfterEach void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String script) throws IOException {
    Process process = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    started.add(process);
    return process;
  }

  private DiskJournal open() throws IOException {
    return DiskJournal.open(folder.resolve("journal"), 1 << 20);
  }

  @Test void a_process_left_running_is_ended_with_its_children_and_forgotten() throws Exception {
    Path child = folder.resolve("child");
    Process parent = start("sleep 600 & echo $! > " + child + ".new && mv " + child + ".new " + child + "; wait");
    await().until(() -> Files.exists(child));
    ProcessHandle grandchild = ProcessHandle.of(Long.parseLong(Files.readString(child).strip())).orElseThrow();
    DiskJournal killed = open();
    killed.started(1);
    new OrphanProcessReaper(killed).note(parent.toHandle());

    DiskJournal next = open();
    new OrphanProcessReaper(next).end(next.recovered().processes(), List.of(), Duration.ofSeconds(10));
    next.started(2);

    assertThat(parent.isAlive()).isFalse();
    await().until(() -> !grandchild.isAlive());
    assertThat(open().recovered().processes()).isEmpty();
  }

  @Test void a_process_that_ignores_the_request_is_killed_after_the_grace() throws Exception {
    Path ready = folder.resolve("ready");
    Process stubborn = start("trap '' TERM; touch " + ready + "; while :; do sleep 1; done");
    await().until(() -> Files.exists(ready));

    new OrphanProcessReaper(AttemptJournal.NONE).end(List.of(ProcessId.of(stubborn.toHandle())), List.of(),
        Duration.ofMillis(200));

    await().until(() -> !stubborn.isAlive());
  }

  @Test void another_process_that_got_the_number_is_let_alone() throws Exception {
    Process other = start("sleep 600");
    ProcessId mark = ProcessId.of(other.toHandle());

    OrphanProcessReaper.NONE.end(List.of(new ProcessId(mark.pid(), mark.startMillis() - 60_000),
        new ProcessId(mark.pid(), -1)), List.of(), Duration.ofMillis(50));

    assertThat(other.isAlive()).isTrue();
  }
}
