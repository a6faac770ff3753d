package io.tidemill.dsl.code;

/// The code that makes the parameters of a run of its slot: [#call] returns the DAG's parameter record.
///
/// It is called in a context without parameters. What the run was given wins over what it returns, and the result is checked as parameters
/// are that somebody gives.
public interface SlotParamsCode extends TaskCode {
  /// Id of the task, in every DAG that has one.
  String TASK = "slot-params";
}
