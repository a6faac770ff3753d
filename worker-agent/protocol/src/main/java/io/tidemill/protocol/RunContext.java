package io.tidemill.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Context shared by all assignments of one run.
///
/// @param dagNo number of the DAG
/// @param dag id of the DAG
/// @param run number of the run in its DAG
/// @param version number of the version the run executes
/// @param bundle hash of the bundle that holds the code
/// @param params the parameters as a JSON object
/// @param epoch epoch of the partition's owner; one older than the highest seen is refused
/// @param slot the slot it is of, null where it is of none
/// @param updates the events of assets that started it, empty where others did
public record RunContext(int dagNo, String dag, long run, int version, String bundle, WireValue params, long epoch,
    @Nullable RunSlot slot, List<RunAssetUpdates> updates) {
  public RunContext {
    updates = List.copyOf(updates);
  }

  /// A run of a slot, or of none.
  public RunContext(int dagNo, String dag, long run, int version, String bundle, WireValue params, long epoch,
      @Nullable RunSlot slot) {
    this(dagNo, dag, run, version, bundle, params, epoch, slot, List.of());
  }

  /// A run of no slot.
  public RunContext(int dagNo, String dag, long run, int version, String bundle, WireValue params, long epoch) {
    this(dagNo, dag, run, version, bundle, params, epoch, null);
  }
}
