package io.tidemill.daemon.config;

import java.util.List;

/// A configuration with the source of each value.
public record LoadedConfig(DaemonConfig config, List<SettingValue> values) {}
