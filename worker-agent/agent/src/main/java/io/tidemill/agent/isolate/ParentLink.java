package io.tidemill.agent.isolate;

import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.AttemptLink;
import io.tidemill.protocol.LogChunk;
import io.tidemill.protocol.MissingException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The agent as the process of an attempt sees it; to the attempt it is the scheduler. Safe for use by several threads.
public final class ParentLink implements AttemptLink {
  private final DataInputStream from;
  private final OutputStream to;
  private final Duration silence;
  private final Object writing = new Object();
  private final ConcurrentHashMap<Long, CompletableFuture<byte[]>> asked = new ConcurrentHashMap<>();
  private final CountDownLatch leave = new CountDownLatch(1);
  private volatile long lastHeard = System.nanoTime();
  private @Nullable Boolean stopped;
  private @Nullable Consumer<Boolean> stop;

  /// @param silence how long the agent may be silent before the process ends itself
  public ParentLink(InputStream from, OutputStream to, Duration silence) {
    this.from = new DataInputStream(new BufferedInputStream(from, 1 << 16));
    this.to = to;
    this.silence = silence;
  }

  /// Reads what is to be done, then listens.
  ///
  /// @throws IOException if the agent is gone or says something else
  public AttemptWork start() throws IOException {
    watch();
    if (FrameCodec.read(from, Integer.MAX_VALUE) instanceof Frame.Start(AttemptWork work)) {
      thread("tidemill-parent-in").start(this::listen);
      return work;
    }
    throw new IOException("Expected to be told what to run, but was not");
  }

  /// Runs the action once the agent asks the body to stop; at once if it has.
  ///
  /// @param action told whether the body took too long, else it was cancelled
  public void onStop(Consumer<Boolean> action) {
    Boolean tookTooLong;
    synchronized (this) {
      stop = action;
      tookTooLong = stopped;
    }
    if (tookTooLong != null) {
      action.accept(tookTooLong);
    }
  }

  /// Says that code of the user runs from now on: whatever ends the process by now was no fault of it.
  public void begun() {
    send(new Frame.Begun());
  }

  /// Says that the body begins: its time counts from now on.
  public void running() {
    send(new Frame.Running());
  }

  /// Says how the attempt ended, and waits until the agent has noted it.
  public void ended(AttemptOutcome attemptOutcome) throws InterruptedException {
    send(new Frame.Ended(attemptOutcome));
    leave.await();
  }

  /// Says that the virtual machine exits although the attempt has not ended.
  ///
  /// @param place `File.java:line` that asked for it, empty if not known
  public void exiting(String place) {
    send(new Frame.Exiting(place));
  }

  @Override public byte[] value(long id) throws IOException {
    CompletableFuture<byte[]> made = new CompletableFuture<>();
    CompletableFuture<byte[]> before = asked.putIfAbsent(id, made);
    if (before == null) {
      send(new Frame.Ask(id));
    }
    try {
      return (before == null ? made : before).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MissingException missing) {
        throw new MissingException(String.valueOf(missing.getMessage()));
      }
      throw new IOException(e.getCause() == null ? e.toString() : e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Stopped while waiting for stored value " + id, e);
    }
  }

  @Override public void log(LogChunk chunk) {
    send(new Frame.Log(chunk.text()));
  }

  @Override public void progress(AttemptKey key, int shard, long done, long total) {
    send(new Frame.Progress(done, total));
  }

  private void send(Frame frame) {
    try {
      synchronized (writing) {
        FrameCodec.write(to, frame);
      }
    } catch (IOException _) {
      // Without its agent the process has nothing to do.
      abandon();
    }
  }

  private void listen() {
    try {
      for (Frame next = FrameCodec.read(from, Integer.MAX_VALUE); next != null; next = FrameCodec.read(from,
          Integer.MAX_VALUE)) {
        lastHeard = System.nanoTime();
        take(next);
      }
    } catch (IOException | RuntimeException e) {
      System.err.println("The agent cannot be understood: " + e);
    }
    abandon();
  }

  private void take(Frame frame) throws IOException {
    switch (frame) {
      case Frame.Stop(boolean tookTooLong) -> stop(tookTooLong);
      case Frame.Ping() -> {
        // Heard is heard.
      }
      case Frame.Stored(long id, byte[] bytes) -> answer(id).complete(bytes);
      case Frame.Unreadable(long id, boolean missing, String why) ->
        answer(id).completeExceptionally(missing ? new MissingException(why) : new IOException(why));
      case Frame.Leave() -> leave.countDown();
      case Frame.Start _,Frame.Begun _,Frame.Running _,Frame.Ask _,Frame.Log _,Frame.Progress _,Frame.Exiting _,Frame.Ended _ ->
        throw new IOException("Expected a frame of an agent, but found " + frame.getClass().getSimpleName());
    }
  }

  private void stop(boolean tookTooLong) {
    Consumer<Boolean> action;
    synchronized (this) {
      stopped = tookTooLong;
      action = stop;
    }
    if (action != null) {
      action.accept(tookTooLong);
    }
  }

  private CompletableFuture<byte[]> answer(long id) {
    CompletableFuture<byte[]> waiting = asked.remove(id);
    return waiting == null ? new CompletableFuture<>() : waiting;
  }

  private void watch() {
    thread("tidemill-parent-watch").start(() -> {
      try {
        long word = silence.dividedBy(Isolation.WORDS).toNanos();
        long heard;
        do {
          heard = lastHeard;
          TimeUnit.NANOSECONDS.sleep(heard + silence.toNanos() - word - System.nanoTime());
          // If this process itself was frozen, what the agent said meanwhile is read now.
          TimeUnit.NANOSECONDS.sleep(word);
        } while (heard != lastHeard);
      } catch (InterruptedException _) {
        // Nobody interrupts it, but if somebody does, nobody watches any more.
      }
      abandon();
    });
  }

  private static Thread.Builder.OfPlatform thread(String name) {
    return Thread.ofPlatform().name(name).daemon().inheritInheritableThreadLocals(false);
  }

  /// Ends the process with all it has started: nobody waits for it any more.
  private static void abandon() {
    new ProcessTree(ProcessHandle.current(), Path.of(System.getenv().getOrDefault(MarkedProcesses.VARIABLE, "")))
        .killDescendants();
    Runtime.getRuntime().halt(ExitDiagnosis.ABANDONED);
  }
}
