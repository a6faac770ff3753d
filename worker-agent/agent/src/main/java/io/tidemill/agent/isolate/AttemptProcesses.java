package io.tidemill.agent.isolate;

import io.tidemill.agent.journal.OrphanProcessReaper;
import io.tidemill.agent.journal.ProcessId;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts processes, one for each attempt. Safe for use by several threads.
public final class AttemptProcesses {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptProcesses.class);

  private final Isolation isolation;
  private final Path folder;
  private final String main;
  private final Duration stopGrace;
  private final OrphanProcessReaper orphanProcessReaper;

  /// @param folder where each process gets its working directory; made when needed
  /// @param main name of the class that runs an attempt, see [ParentLink]
  /// @param stopGrace how long an attempt may go on after it was asked to stop, before its process is ended
  /// @param orphanProcessReaper told of each process before it does anything, and when it has ended
  public AttemptProcesses(Isolation isolation, Path folder, String main, Duration stopGrace,
      OrphanProcessReaper orphanProcessReaper) {
    this.isolation = isolation;
    this.folder = folder;
    this.main = main;
    this.stopGrace = stopGrace;
    this.orphanProcessReaper = orphanProcessReaper;
  }

  /// How an attempt and its process ended.
  ///
  /// @param usage what the process used
  public record End(AttemptOutcome ending, ProcessUsage usage) {}

  /// Runs one attempt in a process of its own and waits until both have ended; nothing the process has started is left by then, as
  /// far as it can be found. An interrupt of the calling thread asks the body to stop; after the grace the process is ended.
  ///
  /// @throws IOException if no process can be started
  public End run(AttemptWork work, AttemptHost host) throws IOException {
    Files.createDirectories(folder);
    Path own = Files.createTempDirectory(folder.toAbsolutePath(), "attempt-");
    try {
      ProcessBuilder builder = new ProcessBuilder(ChildCommand.of(main, own, isolation)).directory(own.toFile());
      Map<String, String> environment = builder.environment();
      environment.keySet().retainAll(isolation.environment());
      environment.put("TMPDIR", own.toString());
      environment.put(MarkedProcesses.VARIABLE, own.toString());
      Process process = builder.start();
      ProcessId mark = orphanProcessReaper.note(process.toHandle());
      // An answer is at most what may be reported, and its frame.
      long mostBytes = Math.max(work.outputBytes(), work.expansionBytes()) + (1L << 20);
      try {
        return new AttemptProcess(process, host, isolation, own, stopGrace, mostBytes).run(work);
      } finally {
        orphanProcessReaper.forget(mark);
      }
    } finally {
      delete(own);
    }
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(folder, new SimpleFileVisitor<>() {
        @Override public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
          Files.delete(file);
          return FileVisitResult.CONTINUE;
        }

        @Override public FileVisitResult postVisitDirectory(Path each, @Nullable IOException problem)
            throws IOException {
          Files.delete(each);
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      LOG.warn("Expected to delete {}, the working directory of an attempt that has ended, but: {}", folder,
          e.toString());
    }
  }
}
