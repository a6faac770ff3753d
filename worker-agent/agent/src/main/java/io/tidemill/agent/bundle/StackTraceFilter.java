package io.tidemill.agent.bundle;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Tells an exception as the user wrote the code: the place in the user's files, and a stack trace without the frames that
/// only carried the call there.
public final class StackTraceFilter {
  /// More frames tell nothing more; an endless recursion has many.
  private static final int MOST_FRAMES = 200;

  private final String loaderName;

  /// @param loader the loader of the user's classes; it must have a name
  public StackTraceFilter(ClassLoader loader) {
    String name = loader.getName();
    this.loaderName = name == null ? "" : name;
  }

  /// `File.java:line` of the innermost frame in the user's code, looked for in the exception and then in its causes; empty
  /// if there is none.
  public String place(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable each = failure; each != null && seen.add(each); each = each.getCause()) {
      for (StackTraceElement frame : each.getStackTrace()) {
        if (isUsers(frame) && frame.getFileName() != null) {
          return frame.getFileName() + ":" + frame.getLineNumber();
        }
      }
    }
    return "";
  }

  /// The stack trace with the chain of causes and what was suppressed.
  ///
  /// @param maxChars longer text is cut and marked
  public String text(Throwable failure, int maxChars) {
    StringBuilder text = new StringBuilder();
    append(text, failure, "", "", Collections.newSetFromMap(new IdentityHashMap<>()), maxChars);
    return capped(text.toString(), maxChars);
  }

  /// What an exception says, even if it throws when asked.
  public static String message(Throwable failure) {
    try {
      String message = failure.getMessage();
      return message == null ? "" : message;
    } catch (Throwable t) {
      return "(its message cannot be read: " + t.getClass().getName() + ")";
    }
  }

  /// The text, cut and marked where it is longer.
  public static String capped(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    String mark = "… (" + (text.length() - maxChars) + " more characters)";
    return text.substring(0, Math.max(0, maxChars - mark.length())) + mark;
  }

  private void append(StringBuilder text, Throwable failure, String indent, String caption, Set<Throwable> seen,
      int maxChars) {
    if (text.length() > maxChars) {
      return;
    }
    String message = message(failure);
    text.append(indent).append(caption).append(failure.getClass().getName());
    if (!message.isEmpty()) {
      text.append(": ").append(message);
    }
    text.append('\n');
    if (!seen.add(failure)) {
      return;
    }
    StackTraceElement[] frames = withoutCallers(failure.getStackTrace());
    int shown = 0;
    for (StackTraceElement frame : frames) {
      if (isUsers(frame) || !carriesOnly(frame.getClassName())) {
        if (++shown > MOST_FRAMES) {
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
    for (Throwable suppressed : failure.getSuppressed()) {
      append(text, suppressed, indent + "\t", "Suppressed: ", seen, maxChars);
    }
    if (failure.getCause() != null) {
      append(text, failure.getCause(), indent, "Caused by: ", seen, maxChars);
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
    return loaderName.equals(frame.getClassLoaderName());
  }

  private static boolean carriesOnly(String className) {
    return className.startsWith("io.tidemill.") || className.startsWith("java.lang.reflect.")
        || className.startsWith("jdk.internal.") || className.startsWith("java.lang.invoke.")
        || className.startsWith("tools.jackson.") || className.equals("java.lang.Thread")
        || className.equals("java.lang.VirtualThread");
  }
}
