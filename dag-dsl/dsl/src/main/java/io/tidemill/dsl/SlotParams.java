package io.tidemill.dsl;

/// Makes the parameters of the run of a slot. Runs on an agent; the same slot should always give the same parameters.
///
/// @param <P> the DAG's parameter record
@FunctionalInterface
public interface SlotParams<P> {
  /// The parameters for a slot.
  P of(Slot slot);
}
