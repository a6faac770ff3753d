package io.tidemill.gateway.remote;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Sends chunks as fast as an agent reads them, then ends the call. Safe for use by several threads.
final class ChunkSender {
  private final ServerCallStreamObserver<byte[]> call;
  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private boolean complete;
  private boolean done;

  /// Created by the thread that starts the call.
  ChunkSender(ServerCallStreamObserver<byte[]> call) {
    this.call = call;
    call.setOnReadyHandler(this::drain);
    call.setOnCancelHandler(this::cancel);
  }

  synchronized void send(List<byte[]> all) {
    chunks.addAll(all);
    complete = true;
    drain();
  }

  private synchronized void drain() {
    while (complete && !done && call.isReady()) {
      byte[] next = chunks.poll();
      if (next == null) {
        done = true;
        call.onCompleted();
      } else {
        call.onNext(next);
      }
    }
  }

  private synchronized void cancel() {
    done = true;
    chunks.clear();
  }
}
