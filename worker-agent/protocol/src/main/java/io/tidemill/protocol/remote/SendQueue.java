package io.tidemill.protocol.remote;

import io.grpc.stub.CallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Sends the messages of one side of a session in order, while the peer reads; waiting messages are bounded. Never blocks on the
/// network. Safe for use by several threads.
///
/// @param <M> the messages
public final class SendQueue<M> {
  private final CallStreamObserver<byte[]> call;
  private final Function<M, List<byte[]>> frames;
  private final ToLongFunction<M> size;
  private final long maxBytes;
  private final Runnable overflow;
  private final Deque<Waiting<M>> waiting = new ArrayDeque<>();
  /// Remaining frames of a message that is being sent.
  private final Deque<byte[]> partial = new ArrayDeque<>();
  /// Frames that are sent before all others.
  private final Deque<byte[]> urgent = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  private record Waiting<M>(M message, long bytes) {}

  /// @param call the call, used by no other sender
  /// @param frames encodes a message as frames
  /// @param size approximate size of a message in bytes
  /// @param maxBytes maximum bytes that may wait, except for a single message
  /// @param overflow called once when more would wait; nothing is sent from then on
  public SendQueue(CallStreamObserver<byte[]> call, Function<M, List<byte[]>> frames, ToLongFunction<M> size,
      long maxBytes, Runnable overflow) {
    this.call = call;
    this.frames = frames;
    this.size = size;
    this.maxBytes = maxBytes;
    this.overflow = overflow;
  }

  /// Sends a message as soon as possible.
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

  /// Sends a short message before all waiting ones, even between the parts of a long one.
  public synchronized void sendFirst(M message) {
    if (!closed) {
      urgent.addAll(frames.apply(message));
      drain();
    }
  }

  /// Continues because the peer reads again.
  public synchronized void ready() {
    drain();
  }

  /// Stops sending.
  public synchronized void close() {
    end();
  }

  /// Stops sending, and runs a last action on the call if it was still open.
  public synchronized void close(Runnable last) {
    if (!closed) {
      end();
      last.run();
    }
  }

  /// Whether nothing waits.
  public synchronized boolean isEmpty() {
    return waiting.isEmpty() && partial.isEmpty();
  }

  private void end() {
    closed = true;
    waiting.clear();
    partial.clear();
    urgent.clear();
    bytes = 0;
  }

  private void drain() {
    while (!closed && call.isReady()) {
      byte[] next = urgent.isEmpty() ? partial.pollFirst() : urgent.pollFirst();
      if (next == null) {
        Waiting<M> message = waiting.pollFirst();
        if (message == null) {
          return;
        }
        bytes -= message.bytes();
        partial.addAll(frames.apply(message.message()));
        continue;
      }
      call.onNext(next);
    }
  }
}
