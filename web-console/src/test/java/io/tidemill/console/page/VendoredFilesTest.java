package io.tidemill.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Files of others in the console, held to `vendor.json`.
class VendoredFilesTest {
  static final Path CONSOLE = Path.of("src/main/resources/tidemill/console");

  private final JsonNode libraries;

  VendoredFilesTest() throws IOException {
    libraries = JsonMapper.shared().readTree(Files.readString(CONSOLE.resolve("vendor.json"))).get("libraries");
  }

  @Test void each_file_is_what_its_package_has() throws IOException {
    for (JsonNode library : libraries) {
      for (JsonNode file : library.get("files")) {
        byte[] content = Files.readAllBytes(CONSOLE.resolve(file.get("path").asString()));
        assertThat(HexFormat.of().formatHex(ConsoleAssets.sha256().digest(content))).as(file.toString())
            .isEqualTo(file.get("sha256").asString());
      }
    }
  }

  @Test void each_file_of_others_is_listed() throws IOException {
    Set<String> listed = new TreeSet<>();
    libraries.forEach(library -> library.get("files").forEach(file -> listed.add(file.get("path").asString())));
    try (Stream<Path> paths = Files.walk(CONSOLE.resolve("vendor"))) {
      List<String> found = paths.filter(Files::isRegularFile)
          .map(path -> CONSOLE.relativize(path).toString().replace('\\', '/'))
          .toList();
      assertThat(listed).containsExactlyInAnyOrderElementsOf(found);
    }
  }

  @Test void each_library_has_an_exact_version_a_free_licence_and_the_integrity_of_its_package() {
    assertThat(libraries).isNotEmpty().allSatisfy(library -> {
      assertThat(library.get("version").asString()).matches("\\d+\\.\\d+\\.\\d+");
      assertThat(library.get("licence").asString()).isIn("MIT", "Apache-2.0", "OFL-1.1");
      assertThat(library.get("source").asString()).startsWith("https://registry.npmjs.org/")
          .endsWith("-" + library.get("version").asString() + ".tgz");
      assertThat(library.get("integrity").asString()).startsWith("sha512-");
    });
  }
}
