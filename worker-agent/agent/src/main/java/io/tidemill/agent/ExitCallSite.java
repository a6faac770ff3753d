package io.tidemill.agent;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out, while the virtual machine exits, who asked it to.
final class ExitCallSite {
  private ExitCallSite() {}

  /// @param loader name of the loader of the user's classes
  /// @return `File.java:line` of the user's code that called System.exit, empty if other code did, null if nobody is seen to have:
  ///     a signal, or a virtual thread
  static @Nullable String find(String loader) {
    for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
      if (Arrays.stream(stack).anyMatch(ExitCallSite::exits)) {
        return Arrays.stream(stack)
            .filter(frame -> loader.equals(frame.getClassLoaderName()) && frame.getFileName() != null)
            .findFirst()
            .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
            .orElse("");
      }
    }
    return null;
  }

  /// Finds the attempt that has asked for it, on its own thread or, where only one attempt of the code runs, on a platform thread that
  /// runs its code. Virtual threads of attempts are seen here as well.
  ///
  /// @param running attempts that run
  /// @return it, with the place, null if it was none of them
  static @Nullable Exit find(Collection<Attempt> running) {
    for (Attempt each : running) {
      Thread thread = each.thread();
      StackTraceElement[] stack = thread == null ? new StackTraceElement[0] : thread.getStackTrace();
      if (Arrays.stream(stack).anyMatch(ExitCallSite::exits)) {
        return Exit.of(each, stack, "");
      }
    }
    for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
      if (Arrays.stream(stack).anyMatch(ExitCallSite::exits)) {
        List<Attempt> ofTheCode = running.stream().filter(each -> runs(stack, each)).toList();
        return ofTheCode.size() == 1 ? Exit.of(ofTheCode.getFirst(), stack, " on a thread of its own") : null;
      }
    }
    return null;
  }

  private static boolean runs(StackTraceElement[] stack, Attempt attempt) {
    String loader = attempt.job().run().code().loader().getName();
    return Arrays.stream(stack).anyMatch(frame -> loader != null && loader.equals(frame.getClassLoaderName()));
  }

  /// An attempt that has called System.exit.
  ///
  /// @param text says so, with the place
  /// @param place `File.java:line` of the user's code, empty if not known
  record Exit(Attempt attempt, String text, String place) {
    private static Exit of(Attempt attempt, StackTraceElement[] stack, String thread) {
      String place = attempt.job().run().code().trace().place(stack);
      return new Exit(attempt,
          attempt.describe() + " called System.exit" + thread + (place.isEmpty() ? "" : " at " + place), place);
    }
  }

  private static boolean exits(StackTraceElement frame) {
    return frame.getClassName().equals(Runtime.class.getName()) && frame.getMethodName().equals("exit");
  }
}
