package io.tidemill.dsl.json;

/// The limits of JSON, the same for writing and reading.
public final class JsonLimits {
  /// How deep objects and arrays may stand within each other.
  public static final int DEPTH = 500;

  /// Most characters of one number.
  public static final int NUMBER = 100_000;

  /// Greatest scale of a decimal number, positive or negative: every reader of JSON can hold the exponent.
  public static final int SCALE = 999_999_999;

  private JsonLimits() {}
}
