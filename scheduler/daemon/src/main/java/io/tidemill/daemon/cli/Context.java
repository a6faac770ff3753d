package io.tidemill.daemon.cli;

import io.tidemill.daemon.render.Terminal;
import java.nio.file.Path;
import java.util.Map;

/// The environment of a verb.
///
/// @param environment variables of the process
/// @param workingDirectory base of relative paths
public record Context(Terminal terminal, Map<String, String> environment, Path workingDirectory) {
  /// A path as the user typed it, made absolute.
  Path path(Path written) {
    return workingDirectory.resolve(written);
  }
}
