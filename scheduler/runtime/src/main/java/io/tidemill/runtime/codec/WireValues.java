package io.tidemill.runtime.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.wire.WireBackfillSlot;
import io.tidemill.runtime.wire.WireFailure;
import io.tidemill.runtime.wire.WireShards;
import io.tidemill.runtime.wire.WireTrigger;
import io.tidemill.runtime.wire.WireValue;
import java.util.Arrays;
import java.util.HexFormat;

/// Values, failures, triggers and index lists as messages.
final class WireValues {
  private WireValues() {}

  static WireValue encode(Value value) {
    WireValue.Builder wire = WireValue.newBuilder().setVariant(value.variant());
    if (value.inline() != null) {
      return wire.setInline(UnsafeByteOperations.unsafeWrap(value.inline())).build();
    }
    if (!value.hash().isEmpty()) {
      wire.setHash(UnsafeByteOperations.unsafeWrap(HexFormat.of().parseHex(value.hash())));
    }
    return wire.setId(value.id()).setSize(value.size()).build();
  }

  static Value decode(WireValue wire) {
    return wire.getId() == 0
        ? inline(wire.getInline(), wire.getVariant())
        : Value.stored(wire.getId(), wire.getSize(), wire.getVariant(),
            HexFormat.of().formatHex(wire.getHash().toByteArray()));
  }

  private static Value inline(ByteString bytes, String variant) {
    return Value.inline(bytes.toByteArray(), variant);
  }

  static WireFailure encode(Failure failure) {
    return WireFailure.newBuilder()
        .setKind(failure.kind().ordinal())
        .setType(failure.type())
        .setMessage(failure.message())
        .setPlace(failure.place())
        .setStack(failure.stack())
        .setRetryable(failure.retryable())
        .setRetryAfterMillis(failure.retryAfterMillis())
        .build();
  }

  static Failure decode(WireFailure wire) {
    return new Failure(Failure.Kind.of(wire.getKind()), wire.getType(), wire.getMessage(), wire.getPlace(),
        wire.getStack(), wire.getRetryable(), wire.getRetryAfterMillis());
  }

  /// Runs of consecutive indexes; of -1, consecutive means repeated.
  static WireShards encode(int[] indexes) {
    WireShards.Builder wire = WireShards.newBuilder();
    int end = 0;
    for (int i = 0; i < indexes.length;) {
      int first = indexes[i];
      int length = 1;
      while (i + length < indexes.length && indexes[i + length] == (first < 0 ? first : first + length)) {
        length++;
      }
      wire.addSpans(first - end).addSpans(length);
      end = first < 0 ? first : first + length;
      i += length;
    }
    return wire.build();
  }

  static int[] decode(WireShards wire) {
    int size = 0;
    for (int i = 1; i < wire.getSpansCount(); i += 2) {
      size += wire.getSpans(i);
    }
    int[] indexes = new int[size];
    int at = 0;
    int end = 0;
    for (int i = 0; i < wire.getSpansCount(); i += 2) {
      int first = end + wire.getSpans(i);
      int length = wire.getSpans(i + 1);
      if (first < 0) {
        Arrays.fill(indexes, at, at + length, first);
        at += length;
        end = first;
      } else {
        for (int j = 0; j < length; j++) {
          indexes[at++] = first + j;
        }
        end = first + length;
      }
    }
    return indexes;
  }

  static WireTrigger encode(Trigger trigger) {
    WireTrigger.Builder wire = WireTrigger.newBuilder();
    return switch (trigger) {
      case Trigger.Manual manual -> wire.setManualBy(manual.by()).build();
      case Trigger.ApiKey api -> wire.setApiKey(api.key()).build();
      case Trigger.Slot slot -> ScheduleCodec.encode(slot, wire);
      case Trigger.Backfill backfill -> wire.setBackfill(WireBackfillSlot.newBuilder()
          .setBackfill(backfill.backfill())
          .setSlot(ScheduleCodec.encode(backfill.slot()))).build();
      case Trigger.Assets assets -> wire.setAssets(LinksCodec.encode(assets)).build();
    };
  }

  static Trigger decode(WireTrigger wire) {
    return switch (wire.getWhatCase()) {
      case MANUAL_BY -> new Trigger.Manual(wire.getManualBy());
      case API_KEY -> new Trigger.ApiKey(wire.getApiKey());
      case SLOT -> ScheduleCodec.decode(wire);
      case BACKFILL -> new Trigger.Backfill(wire.getBackfill().getBackfill(),
          ScheduleCodec.decode(wire.getBackfill().getSlot()));
      case ASSETS -> LinksCodec.decode(wire.getAssets());
      case WHAT_NOT_SET -> throw new CorruptEntryException(
          "Expected a trigger this program knows, but found another; a newer program wrote it: run that one");
    };
  }
}
