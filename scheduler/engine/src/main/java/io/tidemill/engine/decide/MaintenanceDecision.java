package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.MaintenanceBegan;
import io.tidemill.engine.fact.MaintenanceEnded;
import io.tidemill.engine.fact.MaintenancePlanned;
import io.tidemill.engine.input.EndMaintenance;
import io.tidemill.engine.input.PlanMaintenance;
import io.tidemill.engine.reply.PauseAccepted;
import io.tidemill.engine.state.MaintenanceWindow;
import io.tidemill.engine.state.MaintenanceWindow.Stage;
import java.util.List;

/// Maintenance windows are set and ended by operators, and begin and end with time. One that lasts is a pause of its DAGs, except for what
/// becomes of their slots afterwards.
public final class MaintenanceDecision {
  private MaintenanceDecision() {}

  public static void decide(PlanMaintenance input, Turn turn) {
    MaintenanceWindow known = turn.state().maintenance().get(input.window().id());
    boolean news = (known == null || known.stage() == Stage.ENDED) && input.window().until() > turn.now();
    if (news) {
      turn.record(new MaintenancePlanned(input.window(), turn.state().settledMaintenance()));
      due(turn);
    }
    turn.reply(new PauseAccepted(news));
  }

  public static void decide(EndMaintenance input, Turn turn) {
    MaintenanceWindow known = turn.state().maintenance().get(input.window());
    boolean news = known != null && known.stage() != Stage.ENDED;
    if (news) {
      turn.record(new MaintenanceEnded(input.window(), input.by()));
    }
    turn.reply(new PauseAccepted(news));
  }

  /// Begins and ends windows whose time has come. It comes before all else of a turn, so that whatever is decided then knows what is in
  /// maintenance.
  ///
  /// @return whether there were any
  public static boolean due(Turn turn) {
    if (turn.state().maintenanceDueAt() > turn.now()) {
      return false;
    }
    for (MaintenanceWindow window : List.copyOf(turn.state().maintenance().values())) {
      if (window.stage() != Stage.ENDED && window.until() <= turn.now()) {
        turn.record(new MaintenanceEnded(window.id(), ""));
      } else if (window.stage() == Stage.PLANNED && window.from() <= turn.now()) {
        turn.record(new MaintenanceBegan(window.id()));
      }
    }
    return true;
  }
}
