package io.tidemill.daemon.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A file to which bodies append a line whenever they start or end, whatever process they run in.
///
/// A body appends with `Files.writeString(path, text + ";\n", StandardOpenOption.APPEND)`: one write, so that lines of several
/// processes do not mix; the semicolon tells a whole line from one that a kill has cut off.
final class AttemptRecorder {
  private final Path file;

  /// Makes an empty one.
  AttemptRecorder(Path file) throws IOException {
    this.file = Files.createFile(file);
  }

  /// Where it is.
  Path file() {
    return file;
  }

  /// Whole lines.
  List<String> lines() throws IOException {
    return Files.readAllLines(file)
        .stream()
        .filter(line -> line.endsWith(";"))
        .map(line -> line.substring(0, line.length() - 1))
        .toList();
  }

  /// Whole lines with that beginning.
  List<String> lines(String beginning) throws IOException {
    return lines().stream().filter(line -> line.startsWith(beginning)).toList();
  }
}
