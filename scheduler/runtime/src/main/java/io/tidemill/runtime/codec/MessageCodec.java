package io.tidemill.runtime.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidemill.engine.fact.AssetEventRecorded;
import io.tidemill.engine.fact.MessageSent;
import io.tidemill.engine.fact.MessageTaken;
import io.tidemill.engine.message.AssetEventTold;
import io.tidemill.engine.message.AssetSubscribed;
import io.tidemill.engine.message.AssetUnsubscribed;
import io.tidemill.engine.message.AssetUpdated;
import io.tidemill.engine.message.Message;
import io.tidemill.engine.message.SlotTold;
import io.tidemill.engine.message.SlotsSubscribed;
import io.tidemill.engine.message.SlotsUnsubscribed;
import io.tidemill.engine.state.AssetEvent;
import io.tidemill.engine.state.EventSource;
import io.tidemill.runtime.wire.WireAssetEvent;
import io.tidemill.runtime.wire.WireEmpty;
import io.tidemill.runtime.wire.WireEventSource;
import io.tidemill.runtime.wire.WireMessage;
import io.tidemill.runtime.wire.WireMessageSent;
import io.tidemill.runtime.wire.WireMessageTaken;
import io.tidemill.runtime.wire.WireSlotTold;
import io.tidemill.runtime.wire.WireSlotsSubscribed;

/// What DAGs and assets tell each other, as bytes of the inbox and as part of facts.
public final class MessageCodec {
  private MessageCodec() {}

  /// A message as a row of the inbox holds it.
  public static byte[] bytes(Message message) {
    return encode(message).toByteArray();
  }

  /// The message that a row of the inbox holds.
  public static Message message(byte[] bytes) {
    try {
      return decode(WireMessage.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptEntryException("Expected a message of the inbox, but it is not readable (" + e.getMessage()
          + "); restore the database from a backup");
    }
  }

  static WireMessageSent encode(MessageSent fact) {
    return WireMessageSent.newBuilder()
        .setReceiver(fact.receiver())
        .setPartition(fact.partition())
        .setN(fact.n())
        .setMessage(encode(fact.message()))
        .build();
  }

  static MessageSent decode(int dag, WireMessageSent wire) {
    return new MessageSent(dag, wire.getReceiver(), wire.getPartition(), wire.getN(), decode(wire.getMessage()));
  }

  static WireMessageTaken encode(MessageTaken fact) {
    return WireMessageTaken.newBuilder()
        .setSender(fact.sender())
        .setN(fact.n())
        .setMessage(encode(fact.message()))
        .build();
  }

  static MessageTaken decode(int dag, WireMessageTaken wire) {
    return new MessageTaken(dag, wire.getSender(), wire.getN(), decode(wire.getMessage()));
  }

  static WireAssetEvent encode(AssetEventRecorded fact) {
    return WireAssetEvent.newBuilder().setNumber(fact.event()).setSource(encode(fact.source())).build();
  }

  static AssetEventRecorded decode(int dag, WireAssetEvent wire) {
    return new AssetEventRecorded(dag, wire.getNumber(), decode(wire.getSource()));
  }

  static WireAssetEvent encode(AssetEvent event) {
    return WireAssetEvent.newBuilder()
        .setNumber(event.number())
        .setAt(event.at())
        .setSource(encode(event.source()))
        .build();
  }

  static AssetEvent decode(WireAssetEvent wire) {
    return new AssetEvent(wire.getNumber(), wire.getAt(), decode(wire.getSource()));
  }

  static WireEventSource encode(EventSource source) {
    return WireEventSource.newBuilder()
        .setProducer(source.producer())
        .setBy(source.by())
        .setNote(source.note())
        .build();
  }

  static EventSource decode(WireEventSource wire) {
    return new EventSource(wire.getProducer(), wire.getBy(), wire.getNote());
  }

  private static WireMessage encode(Message message) {
    WireMessage.Builder wire = WireMessage.newBuilder();
    switch (message) {
      case AssetSubscribed m -> wire.setAssetSubscribedPartition(m.partition());
      case AssetUnsubscribed m -> wire.setAssetUnsubscribed(WireEmpty.getDefaultInstance());
      case AssetUpdated m -> wire.setAssetUpdated(encode(m.source()));
      case AssetEventTold m -> wire.setAssetEvent(encode(new AssetEvent(m.event(), m.at(), m.source())));
      case SlotsSubscribed m -> wire.setSlotsSubscribed(
          WireSlotsSubscribed.newBuilder().setSchedule(m.schedule()).setPartition(m.partition()));
      case SlotsUnsubscribed m -> wire.setSlotsUnsubscribedSchedule(m.schedule());
      case SlotTold m -> wire.setSlotTold(WireSlotTold.newBuilder()
          .setSchedule(m.schedule())
          .setFrom(m.from())
          .setSpan(m.until() - m.from())
          .setProblem(m.problem()));
    }
    return wire.build();
  }

  private static Message decode(WireMessage wire) {
    return switch (wire.getWhatCase()) {
      case ASSET_SUBSCRIBED_PARTITION -> new AssetSubscribed(wire.getAssetSubscribedPartition());
      case ASSET_UNSUBSCRIBED -> new AssetUnsubscribed();
      case ASSET_UPDATED -> new AssetUpdated(decode(wire.getAssetUpdated()));
      case ASSET_EVENT -> new AssetEventTold(wire.getAssetEvent().getNumber(), wire.getAssetEvent().getAt(),
          decode(wire.getAssetEvent().getSource()));
      case SLOTS_SUBSCRIBED ->
        new SlotsSubscribed(wire.getSlotsSubscribed().getSchedule(), wire.getSlotsSubscribed().getPartition());
      case SLOTS_UNSUBSCRIBED_SCHEDULE -> new SlotsUnsubscribed(wire.getSlotsUnsubscribedSchedule());
      case SLOT_TOLD -> new SlotTold(wire.getSlotTold().getSchedule(), wire.getSlotTold().getFrom(),
          wire.getSlotTold().getFrom() + wire.getSlotTold().getSpan(), wire.getSlotTold().getProblem());
      case WHAT_NOT_SET -> throw new CorruptEntryException(
          "Expected a message this program knows, but found another; a newer program wrote it: run that one");
    };
  }
}
