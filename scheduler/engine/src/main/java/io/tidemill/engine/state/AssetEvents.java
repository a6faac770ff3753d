package io.tidemill.engine.state;

/// Events of one asset that started a run, or will: consecutive as far as the DAG was told.
///
/// @param asset name of the asset
/// @param first number of the first
/// @param last number of the last
/// @param count how many they are
/// @param firstAt when the first was recorded, in milliseconds since 1970
/// @param lastAt when the last was
/// @param source where the last comes from
public record AssetEvents(String asset, long first, long last, int count, long firstAt, long lastAt,
    EventSource source) {
  /// These and one more.
  AssetEvents and(AssetEvent event) {
    return new AssetEvents(asset, first, event.number(), count + 1, firstAt, event.at(), event.source());
  }

  /// The events for people, such as `sales #4` or `sales #4 to #6`.
  public String text() {
    return asset + " #" + first + (last == first ? "" : " to #" + last);
  }
}
