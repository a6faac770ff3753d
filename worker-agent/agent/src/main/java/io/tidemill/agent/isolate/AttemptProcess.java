package io.tidemill.agent.isolate;

import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.MissingException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One process with its attempt, as its agent sees it.
///
/// Four threads serve it, of the platform because pipes block: one waits for the end of the process; one writes frames and, when there are none, says that the agent
/// is there and looks what the process uses; one reads frames; one reads what is printed.
final class AttemptProcess {
  /// How long a process may take to end after TERM, and after KILL.
  private static final Duration END = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int LAST_LINES = 20;
  private static final String OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError: ";

  private final Process process;
  private final ProcessTree tree;
  private final AttemptHost host;
  private final Isolation isolation;
  private final Path folder;
  private final Duration stopGrace;
  private final long mostBytes;
  private final LinkedBlockingQueue<Frame> outbox = new LinkedBlockingQueue<>();
  private final CompletableFuture<AttemptOutcome> answer = new CompletableFuture<>();
  private final CompletableFuture<Integer> gone = new CompletableFuture<>();
  private final ArrayDeque<String> printed = new ArrayDeque<>();
  private volatile ProcessUsage usage = ProcessUsage.UNKNOWN;
  private volatile boolean begun;
  private volatile @Nullable String exiting;
  private volatile @Nullable String outOfMemory;
  private volatile @Nullable String nonsense;

  /// @param mostBytes most bytes of a frame the process may send
  AttemptProcess(Process process, AttemptHost host, Isolation isolation, Path folder, Duration stopGrace,
      long mostBytes) {
    this.process = process;
    this.tree = new ProcessTree(process.toHandle(), folder);
    this.host = host;
    this.isolation = isolation;
    this.folder = folder;
    this.stopGrace = stopGrace;
    this.mostBytes = mostBytes;
  }

  AttemptProcesses.End run(AttemptWork work) {
    outbox.add(new Frame.Start(work));
    host.started(() -> tree.kill(Duration.ZERO));
    thread("end", this::awaitGone);
    Thread writer = thread("out", this::write);
    Thread reader = thread("in", this::read);
    Thread printed = thread("err", this::readPrinted);
    try {
      awaitEnd();
      finish(reader, printed);
    } finally {
      writer.interrupt();
      reader.interrupt();
      printed.interrupt();
      process.destroyForcibly();
    }
    AttemptOutcome ending = answer.getNow(null);
    return new AttemptProcesses.End(ending == null ? new AttemptOutcome.Failed(demise()) : ending, usage);
  }

  /// Not by [Process#onExit], which needs a thread of a pool that bodies use as well.
  private void awaitGone() {
    try {
      gone.complete(process.waitFor());
    } catch (InterruptedException e) {
      gone.completeExceptionally(e);
    }
  }

  /// Until the process has answered or ended; if the calling thread is interrupted, sees to it that it does.
  private void awaitEnd() {
    CompletableFuture<Object> either = CompletableFuture.anyOf(answer, gone);
    try {
      either.get();
      return;
    } catch (InterruptedException _) {
      outbox.add(new Frame.Stop(host.tookTooLong()));
    } catch (ExecutionException _) {
      return;
    }
    if (!within(either, stopGrace)) {
      tree.terminate();
      within(gone, END);
    }
  }

  /// Lets the process go, and ends what does not.
  private void finish(Thread reader, Thread printed) {
    if (process.isAlive()) {
      usage = usage.or(ProcessUsage.of(process.toHandle()));
      tree.look();
      outbox.add(new Frame.Leave());
      within(gone, END);
    }
    tree.kill(END);
    join(reader);
    join(printed);
  }

  /// Whether it is done in time. An interrupt does not hurry it.
  private static boolean within(CompletableFuture<?> what, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          what.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
          return true;
        } catch (TimeoutException _) {
          return false;
        } catch (ExecutionException _) {
          return true;
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(END);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private FailureReport demise() {
    String said = nonsense;
    if (said != null) {
      return new FailureReport(FailureReport.Kind.FAILED, "",
          "Expected frames from the attempt's process, but: " + said, "", "",
          true, -1);
    }
    if (!begun) {
      return unbegun();
    }
    return new ExitDiagnosis(process.exitValue(), exiting, outOfMemory, lastPrinted(), folder, isolation).failure();
  }

  /// No code of the user has run, so another process may do better.
  private FailureReport unbegun() {
    String said = lastPrinted();
    return new FailureReport(FailureReport.Kind.RELEASED, "",
        "Expected a process for the attempt, but it ended with exit code "
            + process.exitValue() + " before it began" + (said.isEmpty() ? "" : ": " + said),
        "", "", true, -1);
  }

  private String lastPrinted() {
    synchronized (printed) {
      return String.join("\n", printed);
    }
  }

  private void write() {
    OutputStream to = process.getOutputStream();
    long ping = isolation.ping().toNanos();
    long look = Math.min(LOOK.toNanos(), ping);
    long lastWritten = System.nanoTime();
    try (to) {
      while (true) {
        Frame next = outbox.poll(look, TimeUnit.NANOSECONDS);
        if (next == null) {
          usage = usage.or(ProcessUsage.of(process.toHandle()));
          tree.look();
          if (System.nanoTime() - lastWritten < ping) {
            continue;
          }
          next = new Frame.Ping();
        }
        FrameCodec.write(to, next);
        lastWritten = System.nanoTime();
      }
    } catch (IOException | InterruptedException _) {
      // The process has ended or will; whoever waits for that says how.
    }
  }

  private void read() {
    try (DataInputStream from = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16))) {
      for (Frame next = FrameCodec.read(from, mostBytes); next != null; next = FrameCodec.read(from, mostBytes)) {
        take(next);
      }
    } catch (IOException e) {
      if (process.isAlive()) {
        nonsense = e.getMessage();
        process.destroyForcibly();
      }
    }
  }

  private void take(Frame frame) throws IOException {
    switch (frame) {
      case Frame.Begun() -> begun = true;
      case Frame.Running() -> host.begun();
      case Frame.Ask(long id) -> Thread.ofVirtual()
          .name("tidemill-child-value")
          .inheritInheritableThreadLocals(false)
          .start(() -> outbox.add(value(id)));
      case Frame.Log(byte[] text) -> host.log(text);
      case Frame.Progress(long done, long total) -> host.progress(done, total);
      case Frame.Exiting(String place) -> {
        exiting = place;
        usage = usage.or(ProcessUsage.of(process.toHandle()));
      }
      case Frame.Ended(AttemptOutcome ending) -> answer.complete(ending);
      case Frame.Start _,Frame.Stop _,Frame.Ping _,Frame.Stored _,Frame.Unreadable _,Frame.Leave _ ->
        throw new IOException("Expected a frame of a child, but found " + frame.getClass().getSimpleName());
    }
  }

  private Frame value(long id) {
    try {
      return new Frame.Stored(id, host.value(id));
    } catch (IOException | InterruptedException | RuntimeException e) {
      return new Frame.Unreadable(id, e instanceof MissingException, String.valueOf(e.getMessage()));
    }
  }

  private void readPrinted() {
    try (BufferedReader lines = new BufferedReader(
        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(OUT_OF_MEMORY)) {
          outOfMemory = line.substring(OUT_OF_MEMORY.length());
        }
        synchronized (printed) {
          printed.addLast(line);
          if (printed.size() > LAST_LINES) {
            printed.removeFirst();
          }
        }
        host.printed(line);
      }
    } catch (IOException _) {
      // The process has ended.
    }
  }

  private Thread thread(String what, Runnable run) {
    return Thread.ofPlatform()
        .name("tidemill-child-" + process.pid() + "-" + what)
        .daemon()
        .inheritInheritableThreadLocals(false)
        .start(run);
  }
}
