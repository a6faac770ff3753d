package io.tidemill.dsl;

/// What the switch between standard and daylight-saving time does to a cron slot at a fixed time of day.
///
/// A cron expression with `*` or a step in its hour, minute or second is not at a fixed time: it has a slot at every real instant
/// that its fields meet, whatever the policy. Fixed intervals are elapsed time and know no policy.
///
/// ```java
/// d.schedule(Cron.daily("02:30", "Europe/Berlin").daylight(DaylightPolicy.SKIP));
/// ```
public enum DaylightPolicy {
  /// A time that the clocks leave out is moved to the first instant after the gap; a time that they show twice counts once, at its
  /// first occurrence. The default: no day loses or doubles its slot.
  SHIFT,
  /// A time that the clocks leave out has no slot on that day; a time that they show twice counts once, at its first occurrence.
  SKIP,
  /// A time that the clocks leave out is moved as under [#SHIFT]; a time that they show twice has two slots.
  BOTH
}
