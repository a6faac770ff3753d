package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
  @TempDir Path parent;

  @Test void a_second_agent_is_told_who_holds_the_folder() throws IOException {
    Path path = parent.resolve("agent");
    try (WorkFolder _ = WorkFolder.open(path)) {
      assertThatThrownBy(() -> WorkFolder.open(path)).isInstanceOf(WorkFolderException.class)
          .hasMessageContaining(path.toString())
          .hasMessageContaining("process " + ProcessHandle.current().pid() + ", since ")
          .hasMessageContaining("give each agent a folder of its own");
    }
    WorkFolder.open(path).close();
  }

  @Test void a_folder_held_by_another_process_is_refused_and_free_once_that_is_killed() throws Exception {
    Path path = parent.resolve("agent");
    Process holder = Holder.start(path);
    try {
      assertThatThrownBy(() -> WorkFolder.open(path)).hasMessageContaining("process " + holder.pid() + ", since ");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    WorkFolder.open(path).close();
  }

  @Test void the_folder_is_its_owners_alone() throws IOException {
    Path path = Files.createDirectory(parent.resolve("agent"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));

    try (WorkFolder folder = WorkFolder.open(path)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path()))).isEqualTo("rwx------");
    }
  }

  @Test void a_file_in_place_of_the_folder_is_told() throws IOException {
    Path path = Files.createFile(parent.resolve("agent"));

    assertThatThrownBy(() -> WorkFolder.open(path)).hasMessageContaining("something that is no folder")
        .hasMessageContaining("name another one");
  }

  @Test void a_place_nobody_can_write_to_is_told() {
    Path readOnly = Path.of("/proc/sys");
    assumeTrue(Files.isDirectory(readOnly), "there is a file system that nobody can make folders in");

    assertThatThrownBy(() -> WorkFolder.open(readOnly.resolve("agent"))).isInstanceOf(WorkFolderException.class)
        .hasMessageContaining("/proc/sys/agent")
        .hasMessageContaining("make it writable");
  }

  /// Another process that holds a folder until it is killed.
  static final class Holder {
    private Holder() {}

    static Process start(Path folder) throws IOException {
      Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
          System.getProperty("java.class.path"), Holder.class.getName(), folder.toString())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
      if (process.getInputStream().read() != 'h') {
        throw new IOException("Expected the other process to hold " + folder);
      }
      return process;
    }

    public static void main(String[] args) throws Exception {
      WorkFolder _ = WorkFolder.open(Path.of(args[0]));
      System.out.print("h");
      System.out.flush();
      Thread.currentThread().join();
    }
  }
}
