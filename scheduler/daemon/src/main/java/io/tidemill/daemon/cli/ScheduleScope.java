package io.tidemill.daemon.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The options that say whose schedules a verb is about.
final class ScheduleScope {
  @Parameters(index = "0", arity = "0..1", paramLabel = "DAG", description = "DAG") String dag = "";

  @Option(names = "--tag", paramLabel = "TAG", description = "The DAGs with this tag instead, those that get it later included") String tag = "";

  @Option(names = "--all", description = "All DAGs instead, those that are deployed later included") boolean all;

  @Nullable String dag() {
    return Subcommand.orNull(dag);
  }

  @Nullable String tag() {
    return Subcommand.orNull(tag);
  }

  /// How people name it.
  ///
  /// @throws BadInputException unless exactly one is given
  String name() {
    if ((dag.isEmpty() ? 0 : 1) + (tag.isEmpty() ? 0 : 1) + (all ? 1 : 0) != 1) {
      throw new BadInputException("Expected one of DAG, --tag TAG and --all, but found "
          + (dag.isEmpty() && tag.isEmpty() && !all ? "none" : "several"));
    }
    return all ? "all DAGs" : tag.isEmpty() ? dag : "the DAGs with tag " + tag;
  }

  static String user() {
    return System.getProperty("user.name", "");
  }
}
