package io.tidemill.daemon.deploy;

import io.tidemill.agent.bundle.BundleException;
import io.tidemill.agent.bundle.BundleProblem;
import io.tidemill.api.error.Refusal;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.engine.plan.UnsupportedFeature;
import java.util.List;

/// Tells what is wrong with a file as the refusal of its deployment.
public final class BundleRefusals {
  private BundleRefusals() {}

  /// A file that cannot be used.
  public static RefusedException of(BundleException invalid) {
    return new RefusedException(Kind.INVALID, invalid.problems()
        .stream()
        .map(problem -> Refusal.of("invalid-bundle", place(problem), problem.text()))
        .toList());
  }

  /// A file that declares what this build does not act on.
  public static RefusedException of(List<UnsupportedFeature> unsupported) {
    return new RefusedException(Kind.INVALID, unsupported.stream()
        .map(feature -> Refusal.of("unsupported-feature", feature.place(), feature.toString()))
        .toList());
  }

  private static String place(BundleProblem problem) {
    return problem.file().isEmpty() ? "" : problem.file() + ":" + problem.line() + ":" + problem.column();
  }
}
