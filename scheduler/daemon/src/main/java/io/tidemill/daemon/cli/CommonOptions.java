package io.tidemill.daemon.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Options of every verb, accepted before and after its name.
final class CommonOptions {
  @Option(names = "--data", paramLabel = "DIR", scope = ScopeType.INHERIT, description = {
      "Data directory. Default: TIDEMILL_DATA, else the nearest .tidemill upwards, else ./.tidemill"})
  @Nullable Path data;

  @Option(names = {"-o", "--output"}, paramLabel = "json|table", scope = ScopeType.INHERIT, description = {
      "Format of the answer. Default: table"}) OutputFormat output = OutputFormat.table;
}
