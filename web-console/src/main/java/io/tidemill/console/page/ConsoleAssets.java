package io.tidemill.console.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All files of the console. Immutable; safe for use by several threads.
public final class ConsoleAssets {
  /// Path below which the files are served; the hash follows.
  public static final String FOLDER = "/static/";

  private static final String INDEX = "index.html";
  private static final String PLACEHOLDER = "@assets@";
  private static final String PRELOADS = "<!--modules-->";
  private static final String NOTHING = "application/octet-stream";
  private static final Map<String, String> TYPES = Map.of("js", "text/javascript; charset=utf-8", "css",
      "text/css; charset=utf-8", "woff2", "font/woff2", "svg", "image/svg+xml", "json",
      "application/json");

  private final Map<String, Asset> files;
  private final IndexPage index;

  /// A file.
  ///
  /// @param type content type
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  public record Asset(byte[] content, String type) {}

  private ConsoleAssets(SortedMap<String, byte[]> contents) {
    String folder = FOLDER + hash(contents);
    String html = new String(Objects.requireNonNull(contents.get(INDEX)), StandardCharsets.UTF_8);
    this.index = IndexPage.of(html.replace(PRELOADS, preloads(contents.keySet())).replace(PLACEHOLDER, folder));
    this.files = new TreeMap<>();
    contents.forEach((path, content) -> files.put(folder + "/" + path, new Asset(content, type(path))));
  }

  /// Lets a browser ask for all modules at once, instead of finding them one behind the other.
  private static String preloads(Set<String> paths) {
    return paths.stream()
        .filter(path -> path.endsWith(".js"))
        .map(path -> "<link rel=\"modulepreload\" href=\"" + PLACEHOLDER + "/" + path + "\">")
        .collect(Collectors.joining("\n"));
  }

  /// Loads the files that came with the program.
  public static ConsoleAssets load() {
    try {
      URL root = Objects.requireNonNull(ConsoleAssets.class.getResource("/tidemill/console/" + INDEX));
      URI uri = root.toURI();
      if (!uri.getScheme().equals("jar")) {
        return new ConsoleAssets(read(Objects.requireNonNull(Path.of(uri).getParent())));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return new ConsoleAssets(read(jar.getPath("/tidemill/console")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SortedMap<String, byte[]> read(Path root) throws IOException {
    SortedMap<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
      }
    }
    return contents;
  }

  private static String hash(SortedMap<String, byte[]> contents) {
    MessageDigest digest = sha256();
    contents.forEach((path, content) -> {
      digest.update((path + ":" + content.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(content);
    });
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String type(String path) {
    return TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), NOTHING);
  }

  /// The file of a path of the address, null where there is none.
  public @Nullable Asset find(String path) {
    return files.get(path);
  }

  /// The page that every address of the console answers.
  public IndexPage index() {
    return index;
  }
}
