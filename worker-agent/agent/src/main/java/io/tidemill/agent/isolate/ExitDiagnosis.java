package io.tidemill.agent.isolate;

import io.tidemill.dsl.text.DurationText;
import io.tidemill.protocol.FailureReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why a process ended before its attempt did, as far as can be known from outside.
///
/// @param exit exit code of the process
/// @param exiting `File.java:line` that asked the virtual machine to exit, empty if not known; null where it did not exit by itself
/// @param outOfMemory what memory was short of, null where that was not the reason
/// @param printed what the process printed last
/// @param folder working directory of the process
record ExitDiagnosis(int exit, @Nullable String exiting, @Nullable String outOfMemory, String printed, Path folder,
    Isolation isolation) {
  /// Where the virtual machine says why it crashed, in the working directory.
  static final String CRASH_FILE = "crash.log";

  /// Exit code of a child whose agent was silent.
  static final int ABANDONED = 97;

  private static final int SIGNALLED = 128;
  private static final int MOST_STACK_CHARS = 16 << 10;

  FailureReport failure() {
    String type = outOfMemory == null ? "" : OutOfMemoryError.class.getName();
    String crash = crash();
    return new FailureReport(FailureReport.Kind.FAILED, type, message(!crash.isEmpty()), exiting == null ? "" : exiting,
        crash.isEmpty() && exiting == null ? printed : crash, true, -1);
  }

  private String message(boolean crashed) {
    if (outOfMemory != null) {
      return "Expected the attempt to do with a heap of " + isolation.heapMegabytes()
          + " MiB, but it ran out of memory ("
          + outOfMemory
          + "); give isolated attempts a larger heap (tidemill.agent.isolated-heap) or let the body hold less at"
          + " a time";
    }
    String expected = "Expected the body to return, but ";
    if (exiting != null) {
      return expected + "it called System.exit(" + exit + ")" + (exiting.isEmpty() ? "" : " at " + exiting)
          + ", which ended the attempt's process";
    }
    if (crashed) {
      return expected + "the attempt's virtual machine crashed, mostly a fault of native code";
    }
    if (exit > SIGNALLED) {
      return expected + "the attempt's process was ended by signal " + signal(exit - SIGNALLED);
    }
    if (exit == ABANDONED) {
      return expected + "the attempt's process ended itself, because its agent had been silent for "
          + DurationText.of(isolation.silence());
    }
    return expected + "the attempt's process ended with exit code " + exit
        + "; something in it has called Runtime.halt or the system's exit";
  }

  private static String signal(int number) {
    return switch (number) {
      case 4 -> "4 (SIGILL): native code crashed";
      case 6 -> "6 (SIGABRT): native code crashed";
      case 7 -> "7 (SIGBUS): native code crashed";
      case 8 -> "8 (SIGFPE): native code crashed";
      case 9 -> "9 (SIGKILL), not by this agent; the system does so when memory is short";
      case 11 -> "11 (SIGSEGV): native code crashed";
      case 15 -> "15 (SIGTERM), not by this agent";
      default -> Integer.toString(number);
    };
  }

  /// The beginning of what the virtual machine tells about a crash.
  private String crash() {
    Path file = folder.resolve(CRASH_FILE);
    if (!Files.exists(file)) {
      return "";
    }
    try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
      String text = lines.takeWhile(line -> line.startsWith("#"))
          .map(line -> line.substring(1).strip())
          .filter(line -> !line.isEmpty())
          .collect(Collectors.joining("\n"));
      return text.substring(0, Math.min(text.length(), MOST_STACK_CHARS));
    } catch (IOException | RuntimeException _) {
      return "";
    }
  }
}
