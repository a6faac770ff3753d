package io.tidemill.agent;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A file system of its own that can be filled to the last byte, or be made read-only. It is in memory, and needs the right to
/// mount: where that is missing, the test is left out.
final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 4096;

  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  static SmallDisk mount(Path path, int bytes) throws IOException, InterruptedException {
    Files.createDirectories(path);
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", path.toString()),
        "a file system can be mounted");
    return new SmallDisk(path);
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  /// Leaves no room.
  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(filling())) {
      while (true) {
        out.write(new byte[BLOCK]);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }

  /// Makes room.
  void empty() throws IOException {
    Files.delete(filling());
  }

  private Path filling() {
    return path.resolve("filling");
  }

  /// Lets nobody write.
  void readOnly() throws InterruptedException {
    assumeTrue(run("mount", "-o", "remount,ro", path.toString()), "it can be made read-only");
  }

  @Override public void close() throws InterruptedException {
    run("umount", "-l", path.toString());
  }
}
