package io.tidemill.daemon.config;

import java.util.List;

/// The configuration cannot be used; nothing was started. Carries every problem.
public final class InvalidConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  InvalidConfigException(List<String> problems) {
    super(String.join("\n", problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  /// All problems, at least one.
  public List<String> problems() {
    return problems;
  }
}
