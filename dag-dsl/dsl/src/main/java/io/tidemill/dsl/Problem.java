package io.tidemill.dsl;

/// One reason why a DAG cannot be built.
///
/// @param code stable word for the kind of problem, such as `duplicate-id`
/// @param place `File.java:line in task x`; without the task where the problem is not in one
/// @param expected what would be right
/// @param found what is there
/// @param hint what to do, empty where the expectation says it
public record Problem(String code, String place, String expected, String found, String hint) {
  @Override public String toString() {
    var text = code + (place.isEmpty() ? "" : " at " + place) + "\n     expected: " + expected + "\n     found:    "
        + found;
    return hint.isEmpty() ? text : text + "\n     hint:     " + hint;
  }
}
