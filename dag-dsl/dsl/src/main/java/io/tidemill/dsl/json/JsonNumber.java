package io.tidemill.dsl.json;

/// A number of a [JsonTree], as it was written.
///
/// @param text digits as JSON has them
public record JsonNumber(String text) {}
