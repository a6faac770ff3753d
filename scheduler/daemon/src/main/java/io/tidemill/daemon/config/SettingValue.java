package io.tidemill.daemon.config;

/// The value of a setting, with the source it comes from.
///
/// @param value the value as text
/// @param source `default`, `environment` or the file's path
public record SettingValue(Setting setting, String value, String source) {
  /// The same, with a secret replaced by asterisks.
  SettingValue masked() {
    if (setting == Setting.DATABASE_URL) {
      return new SettingValue(setting, DaemonConfig.Database.withoutSecrets(value), source);
    }
    return setting.secret() && !value.isEmpty() ? new SettingValue(setting, "********", source) : this;
  }
}
