package io.tidemill.daemon.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command without a verb: says which verbs there are.
@Command(name = "tidemill", description = "Runs typed DAGs, durably.", synopsisSubcommandLabel = "VERB")
final class TidemillCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override public void run() {
    throw new ParameterException(spec.commandLine(), "Expected a verb, but found none");
  }
}
