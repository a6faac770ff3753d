package io.tidemill.api.run;

/// Why a run exists.
///
/// @param kind `manual`: somebody started it by hand; `api`: a program did
/// @param origin who it was: the user, or the key
public record TriggerView(String kind, String origin) {
  @Override public String toString() {
    return origin.isEmpty() ? kind : kind + " (" + origin + ")";
  }
}
