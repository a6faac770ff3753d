package io.tidemill.agent.bundle;

import java.util.List;
import java.util.stream.Collectors;

/// A bundle cannot be used as it is; only another bundle helps. Its message tells all problems found.
public final class BundleException extends Exception {
  private static final long serialVersionUID = 1L;

  /// All problems, at least one.
  private final transient List<BundleProblem> problems;

  /// One problem without a place.
  public BundleException(String message) {
    this(List.of(BundleProblem.of(message)));
  }

  /// @param problems all problems found, at least one
  public BundleException(List<BundleProblem> problems) {
    super(problems.stream().map(BundleProblem::text).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /// A problem that an exception of the user's code made.
  BundleException(String message, Throwable cause) {
    super(message, cause);
    this.problems = List.of(BundleProblem.of(message));
  }

  /// All problems found, at least one.
  public List<BundleProblem> problems() {
    return problems;
  }
}
