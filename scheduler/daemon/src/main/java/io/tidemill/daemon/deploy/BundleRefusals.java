package io.tidemill.daemon.deploy;

import io.tidemill.agent.bundle.BundleException;
import io.tidemill.agent.bundle.BundleProblem;
import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.engine.graph.UnsupportedFeature;
import java.util.List;

/// Turns problems of a file into the refusal of its deployment.
public final class BundleRefusals {
  private BundleRefusals() {}

  /// For an invalid file.
  public static RefusedException of(BundleException invalid) {
    return new RefusedException(Kind.INVALID, invalid.problems()
        .stream()
        .map(problem -> ApiError.of("invalid-bundle", place(problem), problem.text()))
        .toList());
  }

  /// For a file with features this build does not support.
  public static RefusedException of(List<UnsupportedFeature> unsupported) {
    return new RefusedException(Kind.INVALID, unsupported.stream()
        .map(feature -> ApiError.of("unsupported-feature", feature.place(), feature.toString()))
        .toList());
  }

  private static String place(BundleProblem problem) {
    return problem.file().isEmpty() ? "" : problem.file() + ":" + problem.line() + ":" + problem.column();
  }
}
