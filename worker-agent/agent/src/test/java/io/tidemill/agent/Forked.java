package io.tidemill.agent;

import io.tidemill.agent.isolate.Isolation;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// An agent in a process of its own, with a scheduler in that process that gives it what the arguments say. Prints what becomes of
/// each task as `task RESULT`, as far as it ends.
final class Forked {
  /// Property of its JVM: how long it may be silent before the processes of isolated attempts end, 30 s where it is not set.
  static final String SILENCE = "forked.silence";

  private Forked() {}

  /// Starts one.
  ///
  /// @param options of its JVM
  /// @param declarations of the DAG
  /// @param tasks given one after the other, each when the one before has ended
  static Process start(Path folder, List<String> options, String declarations, boolean acknowledges, String... tasks)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Forked.class.getName(), folder.toString(),
        declarations, String.valueOf(acknowledges)));
    command.addAll(List.of(tasks));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /// The next line that begins like that.
  static String line(Process process, String begin) throws IOException {
    return line(process, line -> line.startsWith(begin), "that begins with '" + begin + "'");
  }

  /// The next line, of standard error as well, that holds the text.
  static String saying(Process process, String text) throws IOException {
    return line(process, line -> line.contains(text), "with '" + text + "'");
  }

  private static String line(Process process, Predicate<String> wanted, String what) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (wanted.test(line)) {
        return line;
      }
    }
    throw new IOException("Expected a line " + what + ", but the process has ended");
  }

  public static void main(String[] arguments) throws Exception {
    FakeScheduler scheduler = new FakeScheduler();
    scheduler.acknowledges = Boolean.parseBoolean(arguments[2]);
    Isolation isolation = Isolation.plain().withSilence(Duration.parse(System.getProperty(SILENCE, "PT30S")));
    AgentProcess agent = AgentProcess.open(
        AgentConfig.of("forked", Path.of(arguments[0])).withIsolation(isolation), _ -> {});
    agent.start(scheduler);
    System.out.println("incarnation " + scheduler.hello.incarnation());
    String bundle = scheduler.store("Sample.java", AgentFixture.HEAD
        + "Dag<NoParams> dag() { return Dag.define(\"sample\", d -> {\n" + arguments[1] + "\n}); }");
    RunContext run = FakeScheduler.run("sample", bundle, "{}");
    for (int i = 3; i < arguments.length; i++) {
      scheduler.agent.assign(List.of(scheduler.task(run, arguments[i])));
      Report report = scheduler.reports.take();
      while (report instanceof Report.Started) {
        report = scheduler.reports.take();
      }
      System.out.println(arguments[i] + " " + switch (report) {
        case Report.Succeeded succeeded -> new String(succeeded.output(), StandardCharsets.UTF_8);
        case Report.Failed failed -> failed.failure().type() + " " + failed.failure().message();
        default -> report.toString();
      });
    }
    agent.close();
    long shipped = scheduler.chunks.stream().mapToLong(each -> each.text().length).sum();
    System.out.println("shipped " + shipped);
  }
}
