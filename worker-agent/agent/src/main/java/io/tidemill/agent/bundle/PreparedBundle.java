package io.tidemill.agent.bundle;

import java.nio.file.Path;

/// A bundle that was checked and, if it came as source, compiled: a jar in the work folder. No user code has run yet.
///
/// @param hash SHA-256 of the bundle as it came, in lower-case hex
/// @param name file name under which it came
/// @param jar the jar to load
public record PreparedBundle(String hash, String name, Path jar) {}
