package io.tidemill.agent;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidemill.protocol.AttemptLink;
import io.tidemill.protocol.WireValue;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/// Reads values, those that do not travel along from the scheduler. Keeps stored ones by id as long as there is room: a stored
/// value never changes. Safe for use by several threads; one fetch serves all who wait for the same value.
final class ValueReader {
  private final AttemptLink link;
  private final AsyncCache<Long, byte[]> plain;
  private final AsyncCache<Long, PackedValue> packed;

  /// @param cacheBytes how much is kept, half of it for packed values
  ValueReader(AttemptLink link, long cacheBytes) {
    this.link = link;
    // A fetch runs on a thread of its own, because an attempt that is stopped must not fail the others that wait for it.
    Executor fetchers = fetch -> Thread.ofVirtual()
        .name("tidemill-agent-fetch")
        .inheritInheritableThreadLocals(false)
        .start(fetch);
    this.plain = Caffeine.newBuilder()
        .maximumWeight(cacheBytes / 2)
        .<Long, byte[]>weigher((_, bytes) -> Math.max(16, bytes.length))
        .executor(fetchers)
        .buildAsync();
    this.packed = Caffeine.newBuilder()
        .maximumWeight(cacheBytes - cacheBytes / 2)
        .<Long, PackedValue>weigher((_, value) -> (int) Math.min(Integer.MAX_VALUE, 16 + value.weight()))
        .executor(fetchers)
        .buildAsync();
  }

  /// @throws UnavailableException if the value cannot be read
  byte[] bytes(WireValue value) throws UnavailableException, InterruptedException {
    byte[] inline = value.inline();
    return inline != null ? inline : await(plain, value.id(), plain.get(value.id(), this::fetch));
  }

  /// @throws UnavailableException if the value cannot be read
  /// @throws IllegalArgumentException if it is not packed
  PackedValue packed(WireValue value) throws UnavailableException, InterruptedException {
    byte[] inline = value.inline();
    return inline != null
        ? new PackedValue(inline)
        : await(packed, value.id(), packed.get(value.id(), id -> new PackedValue(fetch(id))));
  }

  private byte[] fetch(long id) {
    try {
      return link.value(id);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static <T> T await(AsyncCache<Long, T> cache, long id, CompletableFuture<T> future)
      throws UnavailableException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      // The cache forgets a failure too, but perhaps after the next attempt has asked.
      cache.asMap().remove(id, future);
      if (e.getCause() instanceof IllegalArgumentException bad) {
        throw bad;
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new UnavailableException("Expected to read stored value " + id + ", but: " + cause.getMessage(), cause);
    }
  }
}
