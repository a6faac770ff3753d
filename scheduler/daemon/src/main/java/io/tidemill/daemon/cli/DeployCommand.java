package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.version.Deployed;
import io.tidemill.api.version.DeploymentView;
import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.PlanLines;
import io.tidemill.protocol.BundleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Deploys files.
@Command(name = "deploy", description = {"Deploy the DAGs of files and activate their new versions.",
    "Builds each DAG twice in a process of its own, and shows the difference to the active version first. At a terminal it"
        + " asks; elsewhere --yes, or --plan with the hash shown, is required.",
    "Active runs stay on their version."})
final class DeployCommand extends Subcommand {
  @Parameters(index = "0..*", arity = "1..*", paramLabel = "FILE.java|JAR", description = "Files to deploy") List<Path> files = List
      .of();

  @Mixin Confirmation confirmation = new Confirmation();

  DeployCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException {
    if (files.size() > 1 && confirmation.expected() != null) {
      throw badInput("Expected one file with --plan, but found " + files.size() + "; deploy them one by one");
    }
    List<BundleFile> bundles = new ArrayList<>();
    for (Path file : files) {
      bundles.add(read(file));
    }
    DataDirectory directory = directory();
    if (directory.server().isEmpty()) {
      directory.make();
    }
    try (SchedulerConnection schedulerConnection = open(RunMode.COMMAND, "deploy")) {
      Operations operations = schedulerConnection.operations();
      List<DeploymentView> plans = plan(operations, bundles);
      boolean idle = plans.stream().allMatch(DeploymentView::idle);
      show(plans);
      if (idle || !confirmation.given(terminal(), "Deploy this?", plans.getFirst().plan())) {
        return ExitCode.GOOD;
      }
      deploy(operations, bundles, plans);
      return ExitCode.GOOD;
    }
  }

  private BundleFile read(Path file) throws IOException {
    Path path = context.path(file);
    if (!Files.isRegularFile(path)) {
      throw badInput("Expected a file to deploy, but there is none at " + path);
    }
    return new BundleFile(path.getFileName().toString(), Files.readAllBytes(path));
  }

  private static List<DeploymentView> plan(Operations operations, List<BundleFile> bundles) {
    List<DeploymentView> plans = new ArrayList<>();
    Map<String, String> fileOf = new HashMap<>();
    for (BundleFile bundle : bundles) {
      DeploymentView plan = operations.versions().plan(bundle.name(), bundle.content());
      for (DeploymentView.DagStep step : plan.dags()) {
        String other = fileOf.putIfAbsent(step.dag(), bundle.name());
        if (other != null) {
          throw badInput("Expected each DAG id once, but found '" + step.dag() + "' in " + other + " and in "
              + bundle.name() + "; nothing was deployed");
        }
      }
      plans.add(plan);
    }
    return plans;
  }

  private void show(List<DeploymentView> plans) {
    if (!json()) {
      plans.forEach(plan -> PlanLines.print(plan, terminal()));
    } else if (confirmation.dryRun || plans.stream().allMatch(DeploymentView::idle)) {
      terminal().json(plans);
    }
  }

  private void deploy(Operations operations, List<BundleFile> bundles, List<DeploymentView> plans) {
    List<Deployed> deployed = new ArrayList<>();
    for (int i = 0; i < bundles.size(); i++) {
      BundleFile bundle = bundles.get(i);
      String expected = confirmation.expected();
      try {
        List<Deployed> made = operations.versions()
            .deploy(bundle.name(), bundle.content(),
                expected == null ? plans.get(i).plan() : expected);
        deployed.addAll(made);
      } catch (RefusedException e) {
        if (!deployed.isEmpty()) {
          terminal().note("already deployed: " + names(deployed));
        }
        throw e.kind() == Kind.CONFLICT ? changed(e, operations, bundle) : e;
      }
    }
    if (json()) {
      terminal().json(deployed);
    } else {
      deployed.forEach(each -> terminal().line(each.dag() + " version " + each.version() + " is active"));
    }
  }

  /// Shows the current plan before the refusal is reported.
  private RefusedException changed(RefusedException refused, Operations operations, BundleFile bundle) {
    if (!json()) {
      PlanLines.print(operations.versions().plan(bundle.name(), bundle.content()), terminal());
    }
    return refused;
  }

  private static String names(List<Deployed> deployed) {
    return deployed.stream().map(each -> each.dag() + " version " + each.version()).collect(Collectors.joining(", "));
  }
}
