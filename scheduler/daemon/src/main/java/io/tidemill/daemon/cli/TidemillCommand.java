package io.tidemill.daemon.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command without a verb: lists the verbs.
@Command(name = "tidemill", description = {"Run typed DAGs durably.",
    "`tidemill help VERB` shows a verb's options; `tidemill new NAME` writes a first DAG."}, synopsisSubcommandLabel = "VERB")
final class TidemillCommand implements Runnable {
  @Mixin CommonOptions common = new CommonOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override public void run() {
    throw new ParameterException(spec.commandLine(), "Expected a verb, but found none");
  }
}
