package io.tidemill.api.version;

import java.time.Instant;
import java.util.List;

/// The versions of a DAG.
///
/// @param versions newest first
/// @param activations which of them, and of those purged since, were made active when; latest first, at most
///     [#MOST_ACTIVATIONS]
public record VersionsView(String dag, List<Version> versions, List<Activation> activations) {
  /// Most activations that are told.
  public static final int MOST_ACTIVATIONS = 100;

  /// One version.
  ///
  /// @param bundle SHA-256 of its bundle in hex
  /// @param file name of the bundle's file
  /// @param bytes size of the bundle
  /// @param by who deployed it, empty where nobody wrote it down
  /// @param live runs on it that have not ended
  /// @param runs recorded runs on it
  public record Version(int version, String bundle, String file, long bytes, Instant createdAt, String by,
      boolean active, long live, long runs) {}

  /// A version was made active.
  ///
  /// @param from number of the version that was active before, 0 for none
  /// @param cause what was asked for: `deploy` or `rollback`
  /// @param by who asked
  public record Activation(Instant at, int from, int to, String cause, String by) {}
}
