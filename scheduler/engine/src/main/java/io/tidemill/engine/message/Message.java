package io.tidemill.engine.message;

/// Something that one DAG or asset tells another. It stands in the inbox of the receiver from the commit of the sender until that of the
/// receiver, so it is neither lost nor taken twice.
public sealed interface Message
    permits AssetSubscribed, AssetUnsubscribed, AssetUpdated, AssetEventTold, SlotsSubscribed,
    SlotsUnsubscribed, SlotTold {}
