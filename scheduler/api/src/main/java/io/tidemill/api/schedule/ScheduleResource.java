package io.tidemill.api.schedule;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Query;
import io.tidemill.api.http.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Schedules of DAGs, and their slots.
///
/// A pause, a resume and a drain are of a DAG, of the DAGs with a tag, or of all: one of `dag`, `tag` and `all` says which. Each kind
/// stands beside the others; a DAG goes on once none is left.
public interface ScheduleResource {
  /// Schedules that are declared, by DAG and name.
  @Route(value = "GET /schedules", permission = Permission.VIEW, refuses = Kind.NOT_FOUND) SchedulePage list(
      @Query ScheduleFilter filter);

  /// Slots that are due within some hours, of all schedules.
  ///
  /// @param hours how far to look ahead, 1 to 168
  /// @param dag only this DAG, null for all
  @Route(value = "GET /schedules/upcoming", permission = Permission.VIEW, refuses = Kind.NOT_FOUND) UpcomingView upcoming(
      @Query(otherwise = "24") int hours, @Query @Nullable String dag);

  /// The slots that the schedules of a DAG have in a stretch of time, with what daylight saving and calendars do to them.
  ///
  /// @param from a date or local time of the schedule's zone, or an instant
  /// @param to where it ends, not part of it
  @Route(value = "GET /schedules/{dag}/preview", permission = Permission.VIEW, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) List<SchedulePreview> preview(String dag, @Query String from, @Query String to);

  /// Slots that were decided, newest first.
  @Route(value = "GET /slots", permission = Permission.VIEW, refuses = Kind.NOT_FOUND) SlotPage slots(
      @Query SlotFilter filter);

  /// Slots that were late, newest first: not started or not finished by the time that their schedule names, those without a run included.
  @Route(value = "GET /slots/late", permission = Permission.VIEW, refuses = Kind.NOT_FOUND) List<LateSlotView> late(
      @Query LateSlotFilter filter);

  /// Pauses schedules: no slot gets a run until they are resumed. Runs that are active go on.
  @Route(value = "POST /schedules/pause", permission = Permission.OPERATE, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) PauseResult pause(PauseRequest request);

  /// Ends a pause, or says what becomes of the slots that were due meanwhile.
  @Route(value = "POST /schedules/resume", permission = Permission.OPERATE, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) ResumeView resume(ResumeRequest request);

  /// Maintenance windows that are planned or last, by their begin.
  @Route(value = "GET /schedules/maintenance", permission = Permission.VIEW) List<MaintenanceView> maintenance();

  /// Sets a maintenance window, in which no slot gets a run, or says what would become of the slots that are due in it.
  @Route(value = "POST /schedules/maintenance", permission = Permission.OPERATE, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) MaintenancePlanView maintain(MaintenanceRequest request);

  /// Ends a maintenance window now, or calls it off before it begins.
  ///
  /// @param window its id
  @Route(value = "POST /schedules/maintenance/{window}/end", permission = Permission.OPERATE, refuses = Kind.NOT_FOUND) MaintenanceView endMaintenance(
      String window, EndMaintenanceRequest request);

  /// How schedules stand in all: what is paused, and which slot comes next.
  ///
  /// @param dag only this DAG, null for all
  @Route(value = "GET /schedules/summary", permission = Permission.VIEW, refuses = Kind.NOT_FOUND) ScheduleSummary summary(
      @Query @Nullable String dag);

  /// Which runs of DAGs are active, however they began: what a drain waits for. Changes nothing.
  ///
  /// @param dag id of the DAG; null with no tag: of all DAGs
  /// @param tag tag of the DAGs, or null
  @Route(value = "GET /schedules/active", permission = Permission.VIEW, refuses = Kind.NOT_FOUND) DrainView active(
      @Query @Nullable String dag, @Query @Nullable String tag);

  /// Pauses schedules and says which runs are still active; [#active] says later which are left.
  @Route(value = "POST /schedules/drain", permission = Permission.OPERATE, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) DrainView drain(DrainRequest request);
}
