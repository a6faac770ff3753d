package io.tidemill.daemon.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path folder;

  private DataDirectory directory;

  @BeforeEach void make() {
    directory = DataDirectory.at(folder.resolve("data"));
  }

  private FutureTask<Optional<ServerRecord>> lookingFor() {
    FutureTask<Optional<ServerRecord>> task = new FutureTask<>(directory::server);
    Thread looking = Thread.ofPlatform().start(task);
    await().until(() -> looking.getState() == Thread.State.TIMED_WAITING || task.isDone());
    assertThat(task).isNotDone();
    return task;
  }

  @Test void what_others_may_do_in_it_is_taken_from_them_at_the_start() throws Exception {
    Path data = directory.path();
    Files.createDirectories(data.resolve("agent"));
    for (String name : new String[]{"tidemill.mv.db", "agent/journal"}) {
      Files.writeString(data.resolve(name), "x");
      Files.setPosixFilePermissions(data.resolve(name), PosixFilePermissions.fromString("rw-rw-r--"));
    }
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

    directory.lock("run").close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data))).isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("tidemill.mv.db"))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("agent/journal"))))
        .isEqualTo("rw-------");
  }

  @Test void a_server_that_is_just_starting_is_waited_for() throws Exception {
    try (DataDirectory.Lock _ = directory.lock("server");
        ServerSocket api = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var found = lookingFor();

      directory.announce(new ServerRecord("server", api.getLocalPort(), ProcessHandle.current().pid(), null));

      assertThat(found.get()).map(ServerRecord::port).hasValue(api.getLocalPort());
    }
  }

  @Test void a_server_that_is_just_ending_is_waited_for() throws Exception {
    DataDirectory.Lock lock = directory.lock("dev");
    var found = lookingFor();

    lock.close();

    assertThat(found.get()).isEmpty();
    directory.lock("run").close();
  }

  @Test void a_process_that_answers_nobody_is_not_waited_for() {
    try (DataDirectory.Lock _ = directory.lock("run")) {
      assertThat(directory.server()).isEmpty();
      assertThatThrownBy(() -> directory.lock("deploy")).hasMessageContaining(
          "to be free, but process " + ProcessHandle.current().pid() + " (tidemill run) uses it");
    }
  }

  @Test void a_server_that_was_killed_is_not_waited_for() throws IOException, InterruptedException {
    directory.make();
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();

    Files.writeString(directory.path().resolve("lock"), new LockHolder(ended.pid(), "server").text());

    assertThat(directory.server()).isEmpty();
  }
}
