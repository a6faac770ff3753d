package io.tidemill.dsl.params;

/// One thing that is wrong with the parameters of a run.
///
/// @param code stable word: `missing`, `unknown`, `wrong-type`, `out-of-range`, `duplicate`, `not-a-pair`, `too-long` or `not-an-object`
/// @param name name of the parameter, with `[index]`, `.component` or `["key"]` for a part of it; empty where it is about all of them
/// @param expected what would be right
/// @param found what is there
/// @param hint what to do, empty where the expectation says it
public record ParamProblem(String code, String name, String expected, String found, String hint) {
  /// The problem as one line.
  @Override public String toString() {
    String text = (name.isEmpty() ? "" : name + ": ") + "expected " + expected + ", found " + found;
    return hint.isEmpty() ? text : text + "; " + hint;
  }
}
