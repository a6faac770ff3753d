package io.tidemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Text that was looked over by a person and must stay as it is. `-Dgolden.update=true` writes it anew.
final class GoldenFile {
  private static final Path HOME = Path.of("src/test/resources/io/tidemill/engine");

  private GoldenFile() {}

  static void check(String name, String text) {
    Path file = HOME.resolve(name);
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(HOME);
        Files.writeString(file, text);
      }
      assertThat(text).as("golden file " + file + "; look at the difference, then update it with -Dgolden.update=true")
          .isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
