package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.agent.journal.DiskJournal;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent whose disk is really full, or really read-only.
class FullDiskTest extends AgentFixture {
  private static final int BYTES = 4 << 20;

  @TempDir Path mountPoint;
  private SmallDisk disk;

  @BeforeEach void mount() throws Exception {
    disk = SmallDisk.mount(mountPoint.resolve("disk"), BYTES);
  }

  @AfterEach void unmount() throws Exception {
    close();
    agent = null;
    if (disk != null) {
      disk.close();
    }
  }

  private DiskJournal journal() throws IOException {
    return DiskJournal.open(disk.path().resolve("journal"), 1 << 20);
  }

  private void serve() throws IOException {
    agent = new Agent(AgentConfig.of("test", disk.path()), halts::add, journal());
    agent.start(scheduler);
  }

  @Test void while_the_disk_is_full_work_is_given_back_and_taken_again_once_there_is_room() throws Exception {
    serve();
    RunContext run = run("d.task(\"a\").run(Long.class, ctx -> 1L);\nd.task(\"gate\").run(Long.class, ctx -> { "
        + signals.code("begun") + ".countDown(); " + signals.code("open") + ".await(); return 2L; });");
    assertThat(scheduler.result(scheduler.task(run, "a"))).isEqualTo("1");
    Assignment running = scheduler.task(run, "gate");
    scheduler.agent.assign(List.of(running));
    signals.await("begun");
    disk.fill();

    Report.Failed first = fillUp(run);

    assertThat(first.failure().kind()).isEqualTo(FailureReport.Kind.RELEASED);
    assertThat(first.failure().message()).contains("cannot write to its work folder").contains("No space left");
    signals.give("open");
    assertThat(scheduler.nextSucceeded().key()).as("what runs ends, and is reported").isEqualTo(running.key());

    disk.empty();
    assertThat(scheduler.result(scheduler.task(run, "a"))).isEqualTo("1");
    assertThat(halts).isEmpty();
  }

  /// Gives it work until the blocks that the journal has are full.
  private Report.Failed fillUp(RunContext run) throws Exception {
    for (int i = 0; i < 10_000; i++) {
      scheduler.agent.assign(List.of(scheduler.task(run, "a")));
      if (scheduler.next() instanceof Report.Failed failed) {
        return failed;
      }
    }
    throw new AssertionError("Expected the disk to be full, but it was not");
  }

  @Test void work_whose_bundle_finds_no_room_is_given_back_and_done_once_there_is() throws Exception {
    serve();
    RunContext run = run("d.task(\"a\").run(Long.class, ctx -> 1L);");
    disk.fill();

    Report.Failed failed = scheduler.failure(scheduler.task(run, "a"));

    assertThat(failed.failure().kind()).isEqualTo(FailureReport.Kind.RELEASED);
    assertThat(failed.failure().message()).contains("cannot be loaded now").contains("No space left");
    disk.empty();
    assertThat(scheduler.result(scheduler.task(run, "a"))).isEqualTo("1");
  }

  @Test void a_read_only_folder_is_told_at_the_start_and_with_the_remedy() throws Exception {
    Path folder = Files.createDirectory(disk.path().resolve("agent"));
    disk.readOnly();

    assertThatThrownBy(() -> WorkFolder.open(folder)).isInstanceOf(WorkFolderException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("Read-only file system")
        .hasMessageContaining("make it writable");
  }
}
