package io.tidemill.agent;

import java.util.Arrays;
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

  private static boolean exits(StackTraceElement frame) {
    return frame.getClassName().equals(Runtime.class.getName()) && frame.getMethodName().equals("exit");
  }
}
