package io.tidemill.api.http;

/// An answer that says whether the request made something. Where it was there before, the status is 200.
public interface Creation {
  /// False: what was asked for was there before.
  boolean created();
}
