package io.tidemill.console.session;

import org.jspecify.annotations.Nullable;

/// Recognises callers by their tokens. Safe for use by several threads.
public interface CallerLookup {
  /// Nobody.
  CallerLookup NONE = new CallerLookup() {
    @Override public @Nullable Caller byToken(String token) {
      return null;
    }

    @Override public @Nullable Caller byId(String id) {
      return null;
    }
  };

  /// The holder of a token; null if nobody has it, or it has ended.
  @Nullable Caller byToken(String token);

  /// The holder of the token with that id; null if there is none, or it has ended.
  @Nullable Caller byId(String id);
}
