package io.tidemill.agent.bundle;

import io.tidemill.dsl.text.WellFormed;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Tells an exception as the user wrote the code: the place in the user's files, and a stack trace without the frames that
/// only carried the call there.
public final class StackTraceFilter {
  /// More frames tell nothing more; an endless recursion has many.
  private static final int MOST_FRAMES = 200;

  /// Knows no user's code, and leaves out nothing.
  static final StackTraceFilter NONE = new StackTraceFilter();

  private final @Nullable String loaderName;

  private StackTraceFilter() {
    loaderName = null;
  }

  /// @param loader the loader of the user's classes; it must have a name
  public StackTraceFilter(ClassLoader loader) {
    String name = loader.getName();
    this.loaderName = name == null ? "" : name;
  }

  /// `File.java:line` of the innermost frame in the user's code, looked for in the exception and then in its causes; empty
  /// if there is none.
  public String place(CapturedThrowable failure) {
    for (CapturedThrowable each = failure; each != null; each = each.cause()) {
      String place = place(each.frames());
      if (!place.isEmpty()) {
        return place;
      }
    }
    return "";
  }

  /// The same of the frames of a thread.
  public String place(StackTraceElement[] frames) {
    for (StackTraceElement frame : frames) {
      if (isUsers(frame) && frame.getFileName() != null) {
        return frame.getFileName() + ":" + frame.getLineNumber();
      }
    }
    return "";
  }

  /// The stack trace with the chain of causes and what was suppressed.
  ///
  /// @param maxChars longer text is cut and marked
  public String text(CapturedThrowable failure, int maxChars) {
    StringBuilder text = new StringBuilder();
    append(text, failure, "", "", maxChars);
    return capped(text.toString(), maxChars);
  }

  /// The frames of a thread, as those of an exception.
  ///
  /// @param maxChars longer text is cut and marked
  public String text(StackTraceElement[] frames, int maxChars) {
    StringBuilder text = new StringBuilder();
    append(text, frames, "", maxChars);
    return capped(text.toString(), maxChars);
  }

  /// The text in whole characters, cut and marked where it is longer.
  public static String capped(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return WellFormed.mended(text);
    }
    String mark = "… (" + (text.length() - maxChars) + " more characters)";
    return WellFormed.mended(text.substring(0, Math.max(0, maxChars - mark.length()))) + mark;
  }

  private void append(StringBuilder text, CapturedThrowable failure, String indent, String caption, int maxChars) {
    if (text.length() > maxChars) {
      return;
    }
    text.append(indent).append(caption).append(failure.type());
    if (!failure.message().isEmpty()) {
      text.append(": ").append(failure.message());
    }
    text.append('\n');
    append(text, failure.frames(), indent, maxChars);
    for (CapturedThrowable suppressed : failure.suppressed()) {
      append(text, suppressed, indent + "\t", "Suppressed: ", maxChars);
    }
    if (failure.cause() != null) {
      append(text, failure.cause(), indent, "Caused by: ", maxChars);
    }
  }

  private void append(StringBuilder text, StackTraceElement[] all, String indent, int maxChars) {
    StackTraceElement[] frames = withoutCallers(all);
    int shown = 0;
    for (StackTraceElement frame : frames) {
      if (loaderName == null || isUsers(frame) || !carriesOnly(frame.getClassName())) {
        if (++shown > MOST_FRAMES || text.length() > maxChars) {
          text.append(indent).append("\t… and more, ").append(frames.length).append(" frames in all\n");
          break;
        }
        text.append(indent)
            .append("\tat ")
            .append(frame.getClassName())
            .append('.')
            .append(frame.getMethodName())
            .append('(')
            .append(position(frame))
            .append(")\n");
      }
    }
  }

  /// The frames down to the user's outermost one: what is below it only called it. All of them where none is the user's.
  private StackTraceElement[] withoutCallers(StackTraceElement[] frames) {
    for (int i = frames.length; i > 0; i--) {
      if (isUsers(frames[i - 1])) {
        return Arrays.copyOf(frames, i);
      }
    }
    return frames;
  }

  private static String position(StackTraceElement frame) {
    if (frame.getFileName() == null) {
      return frame.isNativeMethod() ? "Native Method" : "Unknown Source";
    }
    return frame.getLineNumber() < 0 ? frame.getFileName() : frame.getFileName() + ":" + frame.getLineNumber();
  }

  private boolean isUsers(StackTraceElement frame) {
    return loaderName != null && loaderName.equals(frame.getClassLoaderName());
  }

  private static boolean carriesOnly(String className) {
    return className.startsWith("io.tidemill.") || className.startsWith("java.lang.reflect.")
        || className.startsWith("jdk.internal.") || className.startsWith("java.lang.invoke.")
        || className.startsWith("tools.jackson.") || className.equals("java.lang.Thread")
        || className.equals("java.lang.VirtualThread");
  }
}
