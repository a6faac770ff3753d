package io.tidemill.dsl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Events of one asset that started a run: those that came since the run before, of which the last one counts.
///
/// ```java
/// d.runOn(OnAssets.any(Asset.of("sales"), Asset.of("prices")));
/// d.task("draw").exec(ctx -> {
///   for (var updates : ctx.assetUpdates()) {
///     var from = updates.producer() == null ? "outside, " + updates.note() : updates.producer().toString();
///     ctx.log().info("{} events of {}, the last at {} from {}", updates.count(), updates.asset().name(), updates.lastAt(), from);
///   }
/// });
/// ```
///
/// @param first number of the first event; those of an asset are counted from 1
/// @param last number of the last
/// @param count how many they are
/// @param firstAt when the first was recorded
/// @param lastAt when the last was
/// @param producer the task whose success the last event is, null where something outside told it
/// @param by who told the last event from outside, empty where that is not known, or it is of a task
/// @param note what was said about the last event from outside, empty for nothing
public record AssetUpdates(Asset asset, long first, long last, int count, Instant firstAt, Instant lastAt,
    @Nullable Producer producer, String by, String note) {

  /// A task of a run that succeeded, and so updated an asset.
  ///
  /// @param dag id of the DAG
  /// @param run number of the run in its DAG
  public record Producer(String dag, long run, String task) {
    /// A producer written as `dag/run/task`, as [#toString] does.
    ///
    /// @return null for the empty text
    /// @throws IllegalArgumentException if it is not written so
    public static @Nullable Producer parse(String text) {
      if (text.isEmpty()) {
        return null;
      }
      var parts = text.split("/", 3);
      if (parts.length < 3 || !parts[1].matches("[0-9]{1,18}")) {
        throw new IllegalArgumentException("Expected a producer like load/12/write, but found '" + text + "'.");
      }
      return new Producer(parts[0], Long.parseLong(parts[1]), parts[2]);
    }

    @Override public String toString() {
      return dag + "/" + run + "/" + task;
    }
  }
}
