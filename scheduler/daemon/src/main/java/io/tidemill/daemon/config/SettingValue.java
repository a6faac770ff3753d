package io.tidemill.daemon.config;

/// A setting as it holds, and who said so.
///
/// @param value the value as text, masked where it is secret
/// @param source where it comes from: `default`, `environment` or the file's path
public record SettingValue(Setting setting, String value, String source) {}
