package io.tidemill.protocol;

/// Events of one asset that started a run. Times are milliseconds since 1970.
///
/// @param asset name of the asset
/// @param first number of the first event
/// @param last number of the last
/// @param count how many they are
/// @param firstAt when the first was recorded
/// @param lastAt when the last was
/// @param producer the task whose success the last event is, as `dag/run/task`; empty where it was told from outside
/// @param by who told the last event from outside
/// @param note what was said about it
public record RunAssetUpdates(String asset, long first, long last, int count, long firstAt, long lastAt,
    String producer, String by, String note) {}
