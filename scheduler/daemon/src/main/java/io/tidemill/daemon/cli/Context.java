package io.tidemill.daemon.cli;

import io.tidemill.daemon.render.Terminal;
import java.nio.file.Path;
import java.util.Map;

/// What a verb finds around it.
///
/// @param environment variables of the process
/// @param workingDirectory where relative paths begin
public record Context(Terminal terminal, Map<String, String> environment, Path workingDirectory) {
  /// The same with another terminal.
  Context on(Terminal other) {
    return new Context(other, environment, workingDirectory);
  }

  /// A path as the user wrote it.
  Path path(Path written) {
    return workingDirectory.resolve(written);
  }
}
