package io.tidemill.agent.isolate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Processes that were started by an attempt's process, however they were detached from it: all inherit a variable of its environment,
/// also those in a session of their own whose parent has ended.
///
/// They are found on Linux only, as far as this user may look at them. A process that was given an environment of its own, without
/// the variable, is not found.
public final class MarkedProcesses {
  /// Names the working directory of the attempt.
  static final String VARIABLE = "TIDEMILL_ATTEMPT_FOLDER";

  private static final Path PROC = Path.of("/proc");

  private MarkedProcesses() {}

  /// Those of one attempt, or of all attempts whose working directories lie in a folder. Without the calling process.
  ///
  /// @param folder working directory of the attempt, or the folder above
  public static List<ProcessHandle> of(Path folder) {
    String mark = "\0" + VARIABLE + "=" + folder.toAbsolutePath();
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path each : processes) {
        if (isMarked(each, mark)) {
          find(each).filter(process -> !process.equals(ProcessHandle.current())).ifPresent(found::add);
        }
      }
    } catch (IOException | RuntimeException _) {
      // Not Linux: what can be found by its parent is found elsewhere.
    }
    return found;
  }

  private static boolean isMarked(Path process, String mark) {
    try {
      String environment = "\0" + Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
      int at = environment.indexOf(new String(mark.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
      int end = at + mark.getBytes(StandardCharsets.UTF_8).length;
      return at >= 0
          && (end == environment.length() || environment.charAt(end) == '\0' || environment.charAt(end) == '/');
    } catch (IOException | RuntimeException _) {
      // It has ended, or is another user's.
      return false;
    }
  }

  private static Optional<ProcessHandle> find(Path process) {
    return ProcessHandle.of(Long.parseLong(process.getFileName().toString()));
  }
}
