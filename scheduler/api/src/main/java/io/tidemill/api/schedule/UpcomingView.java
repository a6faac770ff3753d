package io.tidemill.api.schedule;

import java.time.Instant;
import java.util.List;

/// The slots of all schedules in the hours to come.
///
/// @param lanes schedules that have any, by DAG and name
/// @param more whether there are more than [#MOST] schedules
public record UpcomingView(Instant from, Instant to, List<Lane> lanes, boolean more) {
  /// Schedules that are told.
  public static final int MOST = 500;

  /// Slots that are told of each.
  public static final int MOST_SLOTS = 300;

  /// Slots that are counted of each.
  public static final int MOST_COUNTED = 10_000;

  /// The slots of one schedule.
  ///
  /// @param text its declaration, for people
  /// @param slots the first of them, at most [#MOST_SLOTS]
  /// @param count how many they are, at most [#MOST_COUNTED]
  /// @param pauses what it is paused by; its slots get no run while there is any
  /// @param maintenance its maintenance windows that are planned or last; slots in them get no run before their end
  public record Lane(String dag, String name, String text, String zone, List<ScheduleView.NextSlot> slots, int count,
      List<PauseView> pauses, List<MaintenanceView> maintenance) {}
}
