package io.tidemill.api.overview;

import io.tidemill.api.run.RunView;
import java.util.List;

/// All DAGs with their latest runs, and what runs now.
///
/// @param dags by their ids
/// @param active runs that have not ended, newest first, at most [#MOST_ACTIVE]
/// @param moreActive whether there are more
public record Overview(List<DagOverview> dags, List<RunView> active, boolean moreActive) {
  /// Active runs that are told.
  public static final int MOST_ACTIVE = 50;
}
