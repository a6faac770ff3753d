package io.tidemill.dsl.params;

import java.util.List;
import java.util.stream.Collectors;

/// The parameters do not fit the DAG; no run was created. Carries every problem.
public final class InvalidParamsException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<ParamProblem> problems;

  InvalidParamsException(List<ParamProblem> problems) {
    super(problems.stream().map(ParamProblem::toString).collect(Collectors.joining("\n")), null, false, false);
    this.problems = List.copyOf(problems);
  }

  /// All problems, at least one.
  public List<ParamProblem> problems() {
    return problems;
  }
}
