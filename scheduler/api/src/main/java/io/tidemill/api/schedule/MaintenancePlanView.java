package io.tidemill.api.schedule;

import io.tidemill.api.schedule.ResumeView.Resumed;
import java.util.List;

/// What a maintenance window does.
///
/// @param window the window
/// @param applied whether it is set; false: it was only asked for
/// @param changed whether it was set by this request; false: it was already
/// @param summary what becomes of the slots that are due in it, once it is over, in one line; the overlap policy may change that
/// @param dags the DAGs whose slots are due in it, by their ids, at most [ResumeView#MOST]
/// @param count how many DAGs they are
public record MaintenancePlanView(MaintenanceView window, boolean applied, boolean changed, String summary,
    List<Resumed> dags, int count) {}
