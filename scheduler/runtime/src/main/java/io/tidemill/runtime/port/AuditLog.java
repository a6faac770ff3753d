package io.tidemill.runtime.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who changed what. An entry is written in the commit of the change: by the journal with the facts of a command, by the other ports
/// with their rows. Nothing is ever changed or removed here.
public interface AuditLog {
  /// Writes an entry of a change that is made elsewhere than in the store. It is durable when the call returns.
  void add(AuditEntry entry);

  /// Entries, newest first.
  ///
  /// @param before only entries before this one in the order, null to begin with the newest
  /// @param limit most entries, at least 1
  List<Recorded> entries(Filter filter, @Nullable Position before, int limit);

  /// An entry as it was recorded.
  ///
  /// @param number its number, which no other has
  record Recorded(long number, AuditEntry entry) {
    /// Its place in the order.
    public Position position() {
      return new Position(entry.at(), number);
    }
  }

  /// Which entries. What is null is not looked at.
  ///
  /// @param who name of the person or program, or id of the access token
  /// @param verb id of the operation, or its part before the dot
  /// @param dag id of the DAG
  /// @param run number of the run, 0 for all
  /// @param since earliest time, in milliseconds since 1970
  record Filter(@Nullable String who, @Nullable String verb, @Nullable String dag, long run, long since) {
    /// All entries.
    public static final Filter ALL = new Filter(null, null, null, 0, 0);

    /// Whether an entry is one of them: the one rule of all stores.
    public boolean takes(AuditEntry entry) {
      RequestOrigin by = entry.by();
      return (who == null || who.equals(by.who()) || who.equals(by.caller()))
          && (verb == null || verb.equals(by.verb()) || by.verb().startsWith(verb + "."))
          && (dag == null || dag.equals(entry.dag())) && (run == 0 || run == entry.run()) && entry.at() >= since;
    }
  }

  /// Place of an entry in the order newest first.
  ///
  /// @param at in milliseconds since 1970
  record Position(long at, long number) {}
}
