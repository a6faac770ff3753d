package io.tidemill.protocol.remote;

import io.grpc.stub.CallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// What one side of a session has to say, in order. Goes out while the other side reads; what waits is bounded. Never blocks on
/// the network. Safe for use by several threads.
///
/// @param <M> the messages
public final class Outbox<M> {
  private final CallStreamObserver<byte[]> call;
  private final Function<M, List<byte[]>> frames;
  private final ToLongFunction<M> size;
  private final long maxBytes;
  private final Runnable overflow;
  private final Deque<Waiting<M>> waiting = new ArrayDeque<>();
  /// Frames of a message that has begun to go out.
  private final Deque<byte[]> begun = new ArrayDeque<>();
  /// Frames that do not wait for others.
  private final Deque<byte[]> urgent = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  private record Waiting<M>(M message, long bytes) {}

  /// @param call where it goes; nobody else sends there
  /// @param frames makes the frames of a message
  /// @param size about how many bytes a message has
  /// @param maxBytes most that may wait, but for a single message
  /// @param overflow called once when more would wait; nothing goes out from then on
  public Outbox(CallStreamObserver<byte[]> call, Function<M, List<byte[]>> frames, ToLongFunction<M> size,
      long maxBytes, Runnable overflow) {
    this.call = call;
    this.frames = frames;
    this.size = size;
    this.maxBytes = maxBytes;
    this.overflow = overflow;
  }

  /// Sends a message as soon as it can go.
  public void send(M message) {
    boolean full;
    synchronized (this) {
      if (closed) {
        return;
      }
      long added = size.applyAsLong(message);
      full = !waiting.isEmpty() && bytes + added > maxBytes;
      if (full) {
        end();
      } else {
        waiting.addLast(new Waiting<>(message, added));
        bytes += added;
        drain();
      }
    }
    if (full) {
      overflow.run();
    }
  }

  /// Sends a short message before everything that waits, even between the parts of a long one.
  public synchronized void sendFirst(M message) {
    if (!closed) {
      urgent.addAll(frames.apply(message));
      drain();
    }
  }

  /// The other side reads again.
  public synchronized void ready() {
    drain();
  }

  /// Nothing more goes out.
  public synchronized void close() {
    end();
  }

  /// Says the last word if it has not been said.
  public synchronized void close(Runnable lastWord) {
    if (!closed) {
      end();
      lastWord.run();
    }
  }

  /// Whether nothing waits.
  public synchronized boolean isEmpty() {
    return waiting.isEmpty() && begun.isEmpty();
  }

  private void end() {
    closed = true;
    waiting.clear();
    begun.clear();
    urgent.clear();
    bytes = 0;
  }

  private void drain() {
    while (!closed && call.isReady()) {
      byte[] next = urgent.isEmpty() ? begun.pollFirst() : urgent.pollFirst();
      if (next == null) {
        Waiting<M> message = waiting.pollFirst();
        if (message == null) {
          return;
        }
        bytes -= message.bytes();
        begun.addAll(frames.apply(message.message()));
        continue;
      }
      call.onNext(next);
    }
  }
}
