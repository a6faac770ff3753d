package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.tidemill.daemon.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A verb of the command line in a process of its own, which can be killed, frozen and asked to stop. What it says is kept.
final class TidemillProcess implements AutoCloseable {
  /// A bound for what has gone wrong, not for a busy machine: a process may take a minute to start.
  private static final long PATIENCE_SECONDS = 300;

  private final Process process;
  private final List<String> told = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private boolean ended;

  private record Waiting(Pattern pattern, CompletableFuture<Matcher> found) {}

  private TidemillProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  /// Starts one.
  ///
  /// @param environment variables besides those of this process, for example settings
  static TidemillProcess start(Path directory, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new TidemillProcess(builder.start());
  }

  private void read() {
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        heard(line);
      }
    } catch (IOException | UncheckedIOException _) {
      // It was killed in the middle of a line.
    }
    synchronized (this) {
      ended = true;
      waiting.forEach(each -> each.found().completeExceptionally(ended(each.pattern())));
    }
  }

  private synchronized void heard(String line) {
    told.add(line);
    waiting.removeIf(each -> {
      Matcher matcher = each.pattern().matcher(line);
      return matcher.find() && each.found().complete(matcher);
    });
  }

  private IllegalStateException ended(Pattern pattern) {
    return new IllegalStateException("Expected the process to say " + pattern + ", but it ended saying:\n" + told());
  }

  /// Waits until it says something, now or before.
  Matcher says(String regex) {
    Pattern pattern = Pattern.compile(regex);
    CompletableFuture<Matcher> found = new CompletableFuture<>();
    synchronized (this) {
      for (String line : told) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.find()) {
          return matcher;
        }
      }
      if (ended) {
        throw ended(pattern);
      }
      waiting.add(new Waiting(pattern, found));
    }
    try {
      return found.get(PATIENCE_SECONDS, SECONDS);
    } catch (TimeoutException _) {
      throw new IllegalStateException("Expected the process to say " + regex + ", but it said:\n" + told());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Everything it has said.
  synchronized String told() {
    return String.join("\n", told);
  }

  long pid() {
    return process.pid();
  }

  /// Ends it as the kernel would, with nothing tidied up (SIGKILL).
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// Stops its time (SIGSTOP).
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /// Lets it go on (SIGCONT).
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  /// Asks it to end (SIGTERM).
  void terminate() throws IOException, InterruptedException {
    signal("TERM");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
  }

  /// Lets none of its files become longer, as if its disk were full, or lets them again.
  ///
  /// @return whether this machine can do that
  boolean full(boolean now) throws IOException, InterruptedException {
    String limit = now ? "0:unlimited" : "unlimited:unlimited";
    try {
      return new ProcessBuilder("prlimit", "--pid", "" + process.pid(), "--fsize=" + limit).inheritIO()
          .start()
          .waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  /// Waits for its end.
  ///
  /// @return its exit code
  int exit() throws InterruptedException {
    return exit(Duration.ofSeconds(PATIENCE_SECONDS));
  }

  /// Waits for its end.
  ///
  /// @return its exit code
  int exit(Duration atMost) throws InterruptedException {
    if (!process.waitFor(atMost.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("Expected the process to end, but it goes on, saying:\n" + told());
    }
    return process.exitValue();
  }

  /// Resident memory in bytes, as Linux counts it.
  long resident() throws IOException {
    return status("VmRSS:") * 1024;
  }

  private long status(String field) throws IOException {
    try (var lines = java.nio.file.Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines.filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }

  @Override public void close() throws InterruptedException {
    kill();
  }
}
