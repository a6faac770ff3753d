package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.run.RunFilter;
import io.tidemill.api.run.RunView;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A run, task or shard, typed as `DAG[/RUN[/TASK[KEY]]]`.
///
/// @param run 0 for the latest
/// @param task id of the task, null for all
/// @param shard key, or `#` and index, null for all
record RunTarget(String dag, long run, @Nullable String task, @Nullable String shard) {
  private static final Pattern FORM = Pattern.compile("([^/]+)(?:/(\\d{1,18}))?(?:/([^/\\[]+)(?:\\[(.*)])?)?",
      Pattern.DOTALL);

  static RunTarget parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || (form.group(2) == null && form.group(3) != null)) {
      throw new BadInputException("Expected DAG, DAG/RUN or DAG/RUN/TASK[KEY], but found '" + text + "'");
    }
    return new RunTarget(form.group(1), form.group(2) == null ? 0 : Long.parseLong(form.group(2)), form.group(3),
        form.group(4));
  }

  /// The number of the run; the latest one if none was given.
  long resolve(Operations operations) {
    if (run > 0) {
      return run;
    }
    List<RunView> latest = operations.runs().list(new RunFilter(dag, List.of(), null, 1)).runs();
    if (latest.isEmpty()) {
      throw new BadInputException("Expected a run of DAG '" + dag + "', but it has none yet");
    }
    return latest.getFirst().run();
  }
}
