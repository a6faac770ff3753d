package io.tidemill.dsl;

import io.tidemill.dsl.text.MessageText;
import java.io.Serial;
import java.util.Arrays;
import java.util.List;

/// A DAG cannot be built. Carries every problem found, at most 1,000; nothing was built.
public final class InvalidDagException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  InvalidDagException(String dag, List<Problem> problems) {
    super(message(dag, problems));
    this.problems = List.copyOf(problems);
    setStackTrace(Arrays.stream(getStackTrace())
        .filter(frame -> SourceLocation.isUser(frame.getClassName()))
        .toArray(StackTraceElement[]::new));
  }

  /// The problems, in the order they were found.
  public List<Problem> problems() {
    return problems;
  }

  private static String message(String dag, List<Problem> problems) {
    var text = new StringBuilder("DAG ").append(MessageText.text(dag))
        .append(" cannot be built, ")
        .append(problems.size())
        .append(problems.size() == 1 ? " problem:" : " problems:");
    for (var i = 0; i < problems.size(); i++) {
      text.append("\n  ").append(i + 1).append(". ").append(problems.get(i));
    }
    return text.toString();
  }
}
