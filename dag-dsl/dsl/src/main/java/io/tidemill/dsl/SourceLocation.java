package io.tidemill.dsl;

/// Where the user's code called the language: `File.java:line`.
final class SourceLocation {
  private static final StackWalker WALKER = StackWalker.getInstance();

  private SourceLocation() {}

  /// The innermost frame outside of the language and the JDK, or an empty text.
  static String here() {
    return WALKER
        .walk(frames -> frames.filter(frame -> isUser(frame.getClassName()))
            .findFirst()
            .map(SourceLocation::text)
            .orElse(""));
  }

  static boolean isUser(String type) {
    return !type.startsWith("io.tidemill.dsl.") && !type.startsWith("java.") && !type.startsWith("jdk.");
  }

  private static String text(StackWalker.StackFrame frame) {
    var file = frame.getFileName();
    return (file == null ? frame.getClassName() : file)
        + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber());
  }
}
