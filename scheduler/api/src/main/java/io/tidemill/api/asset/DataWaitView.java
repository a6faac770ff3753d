package io.tidemill.api.asset;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a DAG waits for before it runs by itself.
///
/// @param condition the assets it runs on in words, such as `on all of rates, sales`; null for none
/// @param assets the assets it runs on
/// @param requires its schedules whose slots require slots of other DAGs
/// @param slots its slots that are due and wait for slots of other DAGs, oldest first; the first hundred
public record DataWaitView(String dag, @Nullable String condition, List<AssetWaitView> assets,
    List<RequiringView> requires, List<HeldSlotView> slots) {
  public DataWaitView {
    assets = List.copyOf(assets);
    requires = List.copyOf(requires);
    slots = List.copyOf(slots);
  }

  /// Whether there is nothing of others that it waits for.
  public boolean nothing() {
    return condition == null && requires.isEmpty() && slots.isEmpty();
  }

  /// A schedule whose slots require slots of other DAGs.
  ///
  /// @param required the schedules whose data each slot needs, as `dag` or `dag/schedule`
  public record RequiringView(String schedule, List<String> required) {
    public RequiringView {
      required = List.copyOf(required);
    }
  }

  /// An asset a DAG runs on.
  ///
  /// @param events events since the last run that the DAG was started for, 0: it waits for one
  /// @param lastAt when the last of them was recorded, null for none
  /// @param source where the last of them comes from, null for none
  public record AssetWaitView(String asset, int events, @Nullable Instant lastAt, @Nullable String source) {}

  /// A slot that waits for slots of another DAG.
  ///
  /// @param required the schedule whose data is missing, as `dag` or `dag/schedule`
  /// @param missing where the first part of its interval begins that is missing
  /// @param reason why it is missing, as far as that is known
  public record HeldSlotView(String schedule, Instant slot, Instant intervalStart, Instant intervalEnd, String required,
      Instant missing, String reason) {}
}
