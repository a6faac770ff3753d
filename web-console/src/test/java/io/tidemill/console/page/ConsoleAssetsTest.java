package io.tidemill.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.console.page.ConsoleAssets.Asset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ConsoleAssetsTest {
  private static final Pattern ADDRESS = Pattern.compile("\"(/static/[^\"]+)\"");
  private static final Pattern IMPORT = Pattern.compile("from '(\\.[^']+)'");
  private static final int MOST_BYTES = 350 * 1_024;

  private final ConsoleAssets assets = ConsoleAssets.load();

  private static List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> paths = Files.walk(VendoredFilesTest.CONSOLE.resolve(folder))) {
      return paths.filter(path -> path.toString().endsWith(ending)).toList();
    }
  }

  @Test void each_file_that_the_page_names_is_there() {
    List<String> addresses = ADDRESS.matcher(assets.index().html()).results().map(each -> each.group(1)).toList();

    assertThat(addresses).hasSizeGreaterThan(8).allSatisfy(each -> assertThat(assets.find(each)).isNotNull());
    assertThat(assets.find(ConsoleAssets.FOLDER + "0000000000000000/js/main.js")).as("another version").isNull();
    assertThat(assets.index().html()).doesNotContain("@assets@");
  }

  @Test void scripts_and_styles_come_from_files_only() {
    assertThat(assets.index().policy()).contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
        .doesNotContain("unsafe", "http:", "https:", "*");
    assertThat(assets.index().html().split("<script", -1)).as("the import map and the first module").hasSize(3);
    assertThat(assets.index().html()).doesNotContain("<style", " style=", " on");
  }

  @Test void each_module_is_typed_imports_what_is_there_and_makes_no_html_of_texts() throws IOException {
    assertThat(files("js", ".js")).hasSizeGreaterThan(20).allSatisfy(path -> {
      String code = Files.readString(path);
      assertThat(code).startsWith("// @ts-check\n")
          .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function");
      assertThat(IMPORT.matcher(code).results().map(each -> path.resolveSibling(each.group(1)).normalize()))
          .allSatisfy(each -> assertThat(each).exists());
    });
  }

  @Test void the_whole_console_is_small() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (Path path : Stream.of("js", "css", "vendor").flatMap(each -> all(each).stream()).toList()) {
      if (path.toString().endsWith(".woff2")) {
        packed.write(Files.readAllBytes(path));
      } else {
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
          gzip.write(Files.readAllBytes(path));
        }
      }
    }
    assertThat(packed.size()).isLessThan(MOST_BYTES);
  }

  private static List<Path> all(String folder) {
    try {
      return files(folder, "").stream().filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test void files_have_their_types() {
    String first = ADDRESS.matcher(assets.index().html())
        .results()
        .map(each -> each.group(1))
        .findFirst()
        .orElseThrow();
    String folder = first.substring(0, first.indexOf('/', ConsoleAssets.FOLDER.length()));
    Asset module = Objects.requireNonNull(assets.find(folder + "/js/main.js"));

    assertThat(module.type()).startsWith("text/javascript");
    assertThat(new String(module.content(), StandardCharsets.UTF_8)).contains("render(");
  }
}
