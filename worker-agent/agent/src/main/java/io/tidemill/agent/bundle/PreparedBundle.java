package io.tidemill.agent.bundle;

import io.tidemill.protocol.BundleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A bundle that was checked and, if it came as source, compiled: a jar in the work folder. No user code has run yet.
///
/// @param hash SHA-256 of the jar, in lower-case hex
/// @param name file name under which it came: `….jar`, or `….java`
/// @param jar the jar to load
public record PreparedBundle(String hash, String name, Path jar) {
  static final String JAR = ".jar";
  static final String SOURCE = ".java";

  /// The jar of that hash in a folder.
  ///
  /// @param jar its file name: `A.java.jar` where it was made of `A.java`
  static PreparedBundle in(Path folder, String hash, String jar) {
    String stem = jar.substring(0, jar.length() - JAR.length());
    return new PreparedBundle(hash, stem.endsWith(SOURCE) ? stem : jar, folder.resolve(hash + "-" + jar));
  }

  /// What is handed to whoever runs its tasks: always a jar, so that nobody compiles it again.
  ///
  /// @throws IOException if it cannot be read
  public BundleFile file() throws IOException {
    return new BundleFile(name, Files.readAllBytes(jar));
  }
}
