package io.tidemill.api.dag;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A DAG.
///
/// @param version number of the active version
/// @param tasks number of its tasks
/// @param schedule what starts it by itself, in words: its schedules, and the assets it runs on; null for nothing
/// @param quarantine why its runs stand still, null where they go on
public record DagView(String id, int version, int tasks, String doc, String owner, List<String> tags,
    @Nullable String schedule, List<ParamView> params, @Nullable QuarantineView quarantine) {
  /// A parameter of a DAG.
  ///
  /// @param type as in the graph
  /// @param byDefault default as JSON text, null where a value must be given
  public record ParamView(String name, String type, String doc, @Nullable String byDefault) {}
}
