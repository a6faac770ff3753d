package io.tidemill.daemon.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every verb takes.
final class CommonOptions {
  @Option(names = "--data", paramLabel = "DIR", description = {
      "Data directory. Default: TIDEMILL_DATA, else the nearest .tidemill upwards, else ./.tidemill"})
  @Nullable Path data;

  @Option(names = {"-o",
      "--output"}, paramLabel = "json|table", description = "How the answer is written. Default: table") OutputFormat output = OutputFormat.table;

  boolean json() {
    return output == OutputFormat.json;
  }
}
