package io.tidemill.runtime.port;

import io.tidemill.dsl.text.WellFormed;
import org.jspecify.annotations.Nullable;

/// A change that somebody asked for. It never holds a secret.
///
/// @param at when it was made, in milliseconds since 1970
/// @param dag id of the DAG it is about, null where it is about none
/// @param run number of the run it is about, 0 for none
/// @param subject what else it is about, such as `agent north`; empty where DAG and run say it all
/// @param before how it was, empty where there was nothing
/// @param after how it is, empty where nothing is left
/// @param reason why, as far as it was said
public record AuditEntry(long at, RequestOrigin by, @Nullable String dag, long run, String subject, String before,
    String after, String reason) {
  /// Longest text that is kept, in characters.
  public static final int LONGEST = 2_000;

  public AuditEntry {
    subject = kept(subject);
    before = kept(before);
    after = kept(after);
    reason = kept(reason);
  }

  /// One that is about no DAG.
  public static AuditEntry of(long at, RequestOrigin by, String subject, String before, String after) {
    return new AuditEntry(at, by, null, 0, subject, before, after, "");
  }

  /// One that is about a DAG as a whole.
  public static AuditEntry ofDag(long at, RequestOrigin by, String dag, String before, String after) {
    return new AuditEntry(at, by, dag, 0, "", before, after, "");
  }

  /// Another version became active.
  ///
  /// @param before its number, 0 for none
  /// @param after its number, 0 for none
  public static AuditEntry ofActivation(long at, Catalog.Cause cause, String dag, int before, int after) {
    return ofDag(at, cause.by().orAs(cause.verb()), dag, version(before), version(after));
  }

  /// A version was deleted.
  public static AuditEntry ofPurge(long at, RequestOrigin by, String dag, Catalog.Version version) {
    return ofDag(at, by, dag, version(version.number()) + " of bundle " + version.bundle(), "");
  }

  private static String version(int number) {
    return number == Catalog.NO_VERSION ? "" : "version " + number;
  }

  /// It may quote what a table cannot take, and the cut may go through a letter.
  private static String kept(String text) {
    return WellFormed.mended(text.substring(0, Math.min(text.length(), LONGEST)).replace('\0', ' '));
  }
}
