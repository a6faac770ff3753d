package io.tidemill.engine.state;

/// Why a run exists. A further kind is a record here, and its case in the codec of the journal.
public sealed interface Trigger {
  /// The kind, as people see it.
  String kind();

  /// Who or what it was, as people see it.
  String origin();

  /// Somebody started the run by hand.
  ///
  /// @param by name of the user
  record Manual(String by) implements Trigger {
    @Override public String kind() {
      return "manual";
    }

    @Override public String origin() {
      return by;
    }
  }

  /// A program started the run over the API.
  ///
  /// @param key name of the key it identified itself with
  record ApiKey(String key) implements Trigger {
    @Override public String kind() {
      return "api";
    }

    @Override public String origin() {
      return key;
    }
  }
}
