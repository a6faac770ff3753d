package io.tidemill.daemon.cli;

import io.tidemill.daemon.boot.DataDirectory;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A `run` in a process of its own, which outlives this one and its terminal.
final class DetachedRun {
  /// How `run` says that its run exists.
  static final String STARTED = "started ";

  private static final Pattern STARTED_LINE = Pattern.compile("^" + STARTED + "(\\S+)$", Pattern.MULTILINE);
  private static final long POLL_MILLIS = 50;

  private final DataDirectory directory;
  private final Path workingDirectory;

  DetachedRun(DataDirectory directory, Path workingDirectory) {
    this.directory = directory;
    this.workingDirectory = workingDirectory;
  }

  /// What became of it.
  ///
  /// @param run name of the run, empty where the process ended before there was one
  /// @param exit exit code of the process in that case
  /// @param log what it says goes there
  record Outcome(String run, int exit, Path log) {}

  /// Starts it, and waits until its run exists or it has ended.
  ///
  /// @param arguments of the command line, without the option that detaches
  Outcome start(List<String> arguments) throws IOException, InterruptedException {
    directory.make();
    Path log = directory.path().resolve("run.log");
    Files.deleteIfExists(log);
    if (Files.getFileStore(directory.path()).supportsFileAttributeView("posix")) {
      Files.createFile(log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Process process = new ProcessBuilder(command(arguments)).directory(workingDirectory.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    Optional<String> run = started(log);
    while (run.isEmpty() && !process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      run = started(log);
    }
    run = run.isEmpty() ? started(log) : run;
    return run.map(name -> new Outcome(name, 0, log)).orElseGet(() -> new Outcome("", process.exitValue(), log));
  }

  private static Optional<String> started(Path log) throws IOException {
    Matcher line = STARTED_LINE.matcher(Files.readString(log, StandardCharsets.UTF_8));
    return line.find() ? Optional.of(line.group(1)) : Optional.empty();
  }

  private List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    // A session of its own, so that neither Ctrl-C nor the end of the terminal reaches it.
    Stream.of("setsid", "nohup").filter(DetachedRun::onPath).findFirst().ifPresent(command::add);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean()
        .getInputArguments()
        .stream()
        .filter(option -> !option.startsWith("-Dtidemill."))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.tidemill.daemon.Main"));
    command.addAll(arguments);
    command.addAll(List.of("--data", directory.path().toString()));
    return command;
  }

  private static boolean onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator)).anyMatch(each -> Files.isExecutable(Path.of(each, program)));
  }
}
