package io.tidemill.daemon.cli;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.version.Deployed;
import io.tidemill.console.rest.ApiServer;
import io.tidemill.daemon.boot.Daemon;
import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.boot.ServerRecord;
import io.tidemill.daemon.config.ConfigReader;
import io.tidemill.daemon.config.DaemonConfig;
import io.tidemill.daemon.deploy.DagFolder;
import io.tidemill.daemon.render.Refusals;
import io.tidemill.daemon.render.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs scheduler, agent, API and console, and deploys the files of a folder whenever they are saved.
@Command(name = "dev", description = {"Run scheduler, agent, API and console on 127.0.0.1 until Ctrl-C.",
    "Deploys the files of a folder whenever they are saved."})
final class DevCommand extends Subcommand {
  private static final int UNSET = -1;

  @Option(names = "--port", paramLabel = "N", description = "Port of the API; 0: any free one. Default: tidemill.http.port") int port = UNSET;

  @Option(names = "--agent-port", paramLabel = "N", description = "Port on 127.0.0.1 for agents of other processes; 0: any free one. Default: no such port") int agentPort = UNSET;

  @Option(names = "--dags", paramLabel = "DIR", description = "Folder to watch, created if missing. Default: ./dags") Path dags = Path
      .of("dags");

  DevCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException, InterruptedException {
    if (port < UNSET || port > 65_535) {
      throw badInput("Expected --port from 0 to 65535, but found " + port);
    }
    if (agentPort < UNSET || agentPort > 65_535) {
      throw badInput("Expected --agent-port from 0 to 65535, but found " + agentPort);
    }
    DataDirectory directory = directory();
    DaemonConfig config = ConfigReader.read(directory.path(), context.environment()).config();
    try (StopSignal stop = StopSignal.open();
        Daemon installation = open(directory, config);
        ApiServer server = ApiServer.start(installation.operations(), directory.token(), installation.callers(),
            port == UNSET ? config.http().port() : port);
        DagFolder folder = new DagFolder(context.path(dags), installation.operations(),
            (file, content, ids) -> installation.deployer().deploy(file, content, null, ids), new DeploymentOutput())) {
      directory.announce(new ServerRecord("dev", server.port(), ProcessHandle.current().pid(), installation.agents()));
      String agents = installation.agents();
      String url = "http://127.0.0.1:" + server.port();
      if (json()) {
        Map<String, String> answer = new LinkedHashMap<>(Map.of("ready", url, "data", directory.path().toString()));
        if (agents != null) {
          answer.put("agents", "tidemill://" + agents);
        }
        terminal().json(answer);
      } else {
        terminal().line("ready " + url + (agents == null ? "" : " agents tidemill://" + agents));
        terminal().note("data " + directory.path() + ", watching " + context.path(dags)
            + "; a file is built once when it is saved, `tidemill check FILE` builds it several times"
            + "; `tidemill open` opens the console; Ctrl-C stops");
      }
      folder.start();
      try {
        stop.await();
      } finally {
        directory.withdraw();
      }
    }
    return ExitCode.GOOD;
  }

  private Daemon open(DataDirectory directory, DaemonConfig config) {
    if (agentPort == UNSET) {
      return Daemon.serve(directory, config, "dev");
    }
    DaemonConfig.Agents given = config.agents();
    return Daemon.serveDev(directory,
        config.with(new DaemonConfig.Agents("127.0.0.1", agentPort, given.certificate(),
            given.key(), given.clientAuthority(), given.cutOffAfter(), given.lostAfter())));
  }

  private final class DeploymentOutput implements DagFolder.Listener {
    @Override public void deployed(String file, List<Deployed> versions) {
      versions.forEach(version -> terminal().note(
          "deployed " + version.dag() + " version " + version.version() + " (" + Text.count(version.tasks(), "task")
              + ") from "
              + file));
    }

    @Override public void removed(String file, List<String> removed) {
      terminal().note("removed: " + file + "; " + (removed.size() == 1 ? "DAG " : "DAGs ") + String.join(", ", removed)
          + (removed.size() == 1 ? " stays" : " stay") + " as deployed; `tidemill dag remove " + removed.getFirst()
          + "` archives " + (removed.size() == 1 ? "it" : "one"));
    }

    @Override public void noted(String text) {
      terminal().note(text);
    }

    @Override public void refused(String file, RefusedException reasons) {
      terminal().note("not deployed: " + file);
      Refusals.print(reasons, terminal());
    }
  }
}
