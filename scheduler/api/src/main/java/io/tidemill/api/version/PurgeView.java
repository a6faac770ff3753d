package io.tidemill.api.version;

import java.util.List;

/// Which versions a purge deletes.
///
/// @param plan hash that names this plan
/// @param versions what goes
/// @param applied false: it was only asked for
public record PurgeView(String plan, List<Version> versions, boolean applied) {
  /// A version that goes.
  ///
  /// @param bundle SHA-256 of its bundle in hex, which goes with the last version that has it
  public record Version(String dag, int version, String bundle, String file) {}
}
