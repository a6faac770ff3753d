package io.tidemill.agent;

import io.tidemill.dsl.Shards;
import io.tidemill.dsl.value.ValueException;
import io.tidemill.dsl.value.ValueForm;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.WireValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The results of a sharded task, read block by block while they are streamed. What it holds itself are eight bytes a shard.
///
/// @param <R> result of one shard
final class StoredShards<R> implements Shards<R> {
  private final ValueReader values;
  private final ValueForm form;
  private final InputValue.Sharded input;
  private final ShardPlaces places;
  private final BitSet failed = new BitSet();
  private @Nullable PackedValue keys;
  /// The block read last; shards that follow each other mostly stand in the same one.
  private int lastBlock = -1;
  private @Nullable PackedValue last;

  StoredShards(ValueReader values, ValueForm form, InputValue.Sharded input) {
    this.values = values;
    this.form = form;
    this.input = input;
    this.places = new ShardPlaces(0, input.count(), input.blocks());
    input.failed().forEach(failed::set);
  }

  @Override public int size() {
    return input.order().isEmpty() && failed.isEmpty()
        ? places.present()
        : (int) indexes().filter(this::hasResult).count();
  }

  @Override public List<String> failedKeys() {
    return input.failed().stream().map(this::key).toList();
  }

  @Override public Stream<Shard<R>> stream() {
    return indexes().filter(this::hasResult).mapToObj(this::shard);
  }

  /// Whether a shard has a result. One that failed when it was run again has that of an earlier attempt no more.
  private boolean hasResult(int index) {
    return places.has(index) && !failed.get(index);
  }

  /// The shards that there are, in their order.
  private IntStream indexes() {
    return input.order().isEmpty()
        ? IntStream.range(0, input.count())
        : input.order().stream().mapToInt(Integer::intValue);
  }

  @SuppressWarnings("unchecked") // the type of the result was checked when the DAG was built
  private Shard<R> shard(int index) {
    String key = key(index);
    try {
      int block = places.block(index);
      PackedValue results = last;
      if (results == null || block != lastBlock) {
        results = values.packed(input.blocks().get(block).value());
        last = results;
        lastBlock = block;
      }
      return new Shard<>(key, (R) results.decode(places.position(index), form));
    } catch (IOException e) {
      throw new UncheckedIOException("Expected the result of shard " + key + ", but: " + e.getMessage(), e);
    } catch (ValueException e) {
      throw new IllegalStateException("Result of shard " + key + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private String key(int index) {
    PackedValue all = keys;
    if (all == null) {
      WireValue stored = input.keys();
      if (stored == null) {
        throw new IllegalStateException("Expected keys for " + input.count() + " shards, but found none");
      }
      try {
        all = values.packed(stored);
      } catch (IOException e) {
        throw new UncheckedIOException("Expected the keys of the shards, but: " + e.getMessage(), e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      keys = all;
    }
    return all.text(index);
  }

  private static IllegalStateException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Stopped while reading the results of shards", cause);
  }
}
