package io.tidemill.api.backfill;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Query;
import io.tidemill.api.http.Route;
import java.util.List;

/// Backfills.
public interface BackfillResource {
  /// Backfills, newest first.
  @Route(value = "GET /backfills", permission = Permission.VIEW, refuses = Kind.NOT_FOUND) List<BackfillView> list(
      @Query BackfillFilter filter);

  /// What a backfill would do about each slot of its range. Changes nothing.
  @Route(value = "POST /backfills/plan", permission = Permission.OPERATE, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) BackfillPlanView plan(BackfillRequest request);

  /// Creates a backfill. Answers once it is durable, before its first run begins.
  @Route(value = "POST /backfills", permission = Permission.OPERATE, status = 201, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) BackfillView create(BackfillRequest request);

  /// One backfill.
  @Route(value = "GET /backfills/{dag}/{backfill}", permission = Permission.VIEW, refuses = Kind.NOT_FOUND) BackfillView get(
      String dag, long backfill);

  /// Slots that a backfill ran, newest run first, with how their runs stand.
  @Route(value = "GET /backfills/{dag}/{backfill}/slots", permission = Permission.VIEW, refuses = Kind.NOT_FOUND) BackfilledPage slots(
      String dag, long backfill, @Query BackfilledFilter filter);

  /// Pauses a backfill: it creates no run until it is resumed; those that are active go on.
  @Route(value = "POST /backfills/{dag}/{backfill}/pause", permission = Permission.OPERATE, refuses = {
      Kind.NOT_FOUND, Kind.CONFLICT}) BackfillView pause(String dag, long backfill, BackfillChangeRequest request);

  /// Lets a backfill go on that was paused.
  @Route(value = "POST /backfills/{dag}/{backfill}/resume", permission = Permission.OPERATE, refuses = {
      Kind.NOT_FOUND, Kind.CONFLICT}) BackfillView resume(String dag, long backfill, BackfillChangeRequest request);

  /// Cancels a backfill and its active runs. Answers once that is durable, which is before the runs have ended.
  @Route(value = "POST /backfills/{dag}/{backfill}/cancel", permission = Permission.OPERATE, status = 202, refuses = {
      Kind.NOT_FOUND, Kind.CONFLICT}) BackfillView cancel(String dag, long backfill, BackfillChangeRequest request);
}
