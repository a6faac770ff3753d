package io.tidemill.daemon.cli;

import io.tidemill.api.dag.DagView;
import io.tidemill.api.error.RefusedException;
import io.tidemill.daemon.boot.Daemon;
import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.boot.ServerRecord;
import io.tidemill.daemon.config.ConfigReader;
import io.tidemill.daemon.config.InvalidConfigException;
import io.tidemill.daemon.config.LoadedConfig;
import io.tidemill.daemon.config.SettingValue;
import io.tidemill.daemon.render.Style;
import io.tidemill.daemon.render.Table;
import io.tidemill.daemon.render.Text;
import io.tidemill.runtime.port.StoreException;
import io.tidemill.store.exception.StoreUnreachableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/// Checks the installation.
@Command(name = "doctor", description = "Check Java, data directory, settings, database, and the connection between server and agents.")
final class DoctorCommand extends Subcommand {
  private final List<Finding> findings = new ArrayList<>();
  private boolean unreachable;

  /// The result of one check.
  ///
  /// @param good whether it passed
  record Finding(String subject, boolean good, String text) {}

  private record Report(List<Finding> findings, List<SettingReport> settings) {}

  private record SettingReport(String key, String value, String source, String doc) {}

  DoctorCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    DataDirectory directory = directory();
    found("java", Runtime.version().feature() >= 25, Runtime.version() + " at " + System.getProperty("java.home"));
    found("data", true, directory.path() + (directory.exists() ? "" : " (created by the first run)"));
    List<SettingValue> settings = List.of();
    try {
      LoadedConfig loaded = ConfigReader.read(directory.path(), context.environment());
      settings = loaded.values();
      found("settings", true, Text.count(settings.size(), "setting"));
      database(directory, loaded);
      findings.addAll(new AgentsCheckup(directory.path(), loaded).look(directory.server()
          .map(ServerRecord::agents)
          .orElse(null)));
    } catch (InvalidConfigException e) {
      e.problems().forEach(problem -> found("settings", false, problem));
    }
    print(settings);
    if (unreachable) {
      return ExitCode.UNREACHABLE;
    }
    return findings.stream().allMatch(Finding::good) ? ExitCode.GOOD : ExitCode.FAILED;
  }

  private void database(DataDirectory directory, LoadedConfig loaded) {
    Optional<ServerRecord> server = directory.server();
    if (server.isPresent()) {
      ServerRecord running = server.get();
      found(running.verb(), true, "runs as process " + running.pid() + " on http://127.0.0.1:" + running.port()
          + (running.agents() == null ? "" : ", agents connect to " + running.agents()));
      try (SchedulerConnection schedulerConnection = open(RunMode.READ, "doctor")) {
        quarantines(schedulerConnection.operations().dags().list());
      } catch (RuntimeException e) {
        failed(running.verb(), e);
      }
    } else if (loaded.config().database().embedded() && !directory.exists()) {
      found("database", true, "an H2 file, created by the first run");
    } else {
      try (Daemon installation = Daemon.open(directory, loaded.config(), RunMode.READ, "doctor")) {
        List<DagView> dags = installation.operations().dags().list();
        found("database", true,
            (loaded.config().database().embedded() ? "the H2 file" : loaded.config().database().address())
                + " opens and holds " + Text.count(dags.size(), "DAG"));
        quarantines(dags);
      } catch (RuntimeException e) {
        failed("database", e);
      }
    }
  }

  private void failed(String subject, RuntimeException e) {
    unreachable |= e instanceof StoreUnreachableException || e instanceof StoreException
        || e instanceof RefusedException refused && refused.kind() == RefusedException.Kind.UNAVAILABLE;
    found(subject, false, e.getMessage() == null ? e.toString() : e.getMessage());
  }

  private void quarantines(List<DagView> dags) {
    for (DagView dag : dags) {
      if (dag.quarantine() != null) {
        found("dag " + dag.id(), false, dag.quarantine()
            + ". Its runs are stopped, others continue. Start a program version that fixes it, then `tidemill resume "
            + dag.id()
            + "`");
      }
    }
  }

  private void found(String subject, boolean good, String text) {
    findings.add(new Finding(subject, good, text));
  }

  private void print(List<SettingValue> settings) {
    if (json()) {
      terminal().json(new Report(findings, settings.stream()
          .map(each -> new SettingReport(each.setting().key(), each.value(), each.source(), each.setting().doc()))
          .toList()));
      return;
    }
    for (Finding finding : findings) {
      terminal().line(terminal().paint(finding.good() ? Style.GOOD : Style.BAD, finding.good() ? "✓ " : "✗ ")
          + finding.subject() + ": " + Text.block(finding.text()));
    }
    if (!settings.isEmpty()) {
      Table table = new Table("SETTING", "VALUE", "SOURCE");
      settings.forEach(each -> table.row(each.setting().key(), each.value(), each.source()));
      table.print(terminal());
    }
  }
}
