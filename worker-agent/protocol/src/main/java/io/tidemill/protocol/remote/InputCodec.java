package io.tidemill.protocol.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.ResultBlock;
import io.tidemill.protocol.WireValue;
import io.tidemill.protocol.wire.EndedInput;
import io.tidemill.protocol.wire.Input;
import io.tidemill.protocol.wire.ShardedInput;
import io.tidemill.protocol.wire.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Codec of values and inputs.
final class InputCodec {
  private InputCodec() {}

  /// Wraps bytes that are never changed, without copying.
  static ByteString bytes(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  static int[] indexes(List<Integer> wires) {
    int[] indexes = new int[wires.size()];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = wires.get(i);
    }
    return indexes;
  }

  static Value wire(WireValue value) {
    Value.Builder wire = Value.newBuilder().setId(value.id()).setSize(value.size()).setVariant(value.variant());
    byte[] inline = value.inline();
    if (inline != null) {
      wire.setInline(bytes(inline));
    }
    return wire.build();
  }

  static WireValue value(Value wire) {
    return new WireValue(wire.hasInline() ? wire.getInline().toByteArray() : null, wire.getId(), wire.getSize(),
        wire.getVariant());
  }

  static List<io.tidemill.protocol.wire.ResultBlock> wireBlocks(List<ResultBlock> blocks) {
    List<io.tidemill.protocol.wire.ResultBlock> wires = new ArrayList<>(blocks.size());
    for (ResultBlock block : blocks) {
      io.tidemill.protocol.wire.ResultBlock.Builder wire = io.tidemill.protocol.wire.ResultBlock.newBuilder()
          .setValue(wire(block.value()));
      for (int index : block.indexes()) {
        wire.addIndexes(index);
      }
      wires.add(wire.build());
    }
    return wires;
  }

  static List<ResultBlock> blocks(List<io.tidemill.protocol.wire.ResultBlock> wires) {
    return wires.stream().map(wire -> new ResultBlock(value(wire.getValue()), indexes(wire.getIndexesList()))).toList();
  }

  static Input wire(InputValue input) {
    return switch (input) {
      case InputValue.Single(WireValue value) -> Input.newBuilder().setSingle(wire(value)).build();
      case InputValue.Sharded sharded -> Input.newBuilder().setSharded(sharded(sharded)).build();
      case InputValue.Ended ended -> Input.newBuilder().setEnded(ended(ended)).build();
    };
  }

  private static ShardedInput sharded(InputValue.Sharded input) {
    ShardedInput.Builder wire = ShardedInput.newBuilder()
        .setCount(input.count())
        .addAllBlocks(wireBlocks(input.blocks()))
        .addAllFailed(input.failed())
        .addAllOrder(input.order());
    WireValue keys = input.keys();
    if (keys != null) {
      wire.setKeys(wire(keys));
    }
    return wire.build();
  }

  private static EndedInput ended(InputValue.Ended input) {
    EndedInput.Builder wire = EndedInput.newBuilder().setState(input.state());
    WireValue value = input.value();
    if (value != null) {
      wire.setValue(wire(value));
    }
    return wire.build();
  }

  static InputValue input(Input wire) throws MalformedException {
    return switch (wire.getKindCase()) {
      case SINGLE -> new InputValue.Single(value(wire.getSingle()));
      case SHARDED -> {
        ShardedInput sharded = wire.getSharded();
        @Nullable WireValue keys = sharded.hasKeys() ? value(sharded.getKeys()) : null;
        yield new InputValue.Sharded(sharded.getCount(), keys, blocks(sharded.getBlocksList()),
            List.copyOf(sharded.getFailedList()), List.copyOf(sharded.getOrderList()));
      }
      case ENDED -> {
        EndedInput ended = wire.getEnded();
        yield new InputValue.Ended(ended.getState(), ended.hasValue() ? value(ended.getValue()) : null);
      }
      case KIND_NOT_SET ->
        throw new MalformedException("Expected an input of a known kind, but found another; the other"
            + " side is newer");
    };
  }
}
