package io.tidemill.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The working tree the tests look at.
final class Repository {
  /// Its root; tests run in the folder of their module.
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final Set<String> LEFT_OUT = Set.of("target", ".git", ".idea", ".tidemill", "node_modules");

  private Repository() {}

  /// Names of the examples, without ending.
  static List<String> examples() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("examples"))) {
      return files.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .sorted()
          .toList();
    }
  }

  /// The documents, as paths from the root.
  static List<Path> documents() throws IOException {
    return files(".md");
  }

  /// The Java files, as paths from the root.
  static List<Path> sources() throws IOException {
    return files(".java");
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.map(ROOT::relativize)
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> Stream.iterate(file, each -> each != null, Path::getParent)
              .noneMatch(part -> LEFT_OUT.contains(part.getFileName().toString())))
          .sorted()
          .toList();
    }
  }

  static String text(Path document) throws IOException {
    return Files.readString(ROOT.resolve(document));
  }

  static String text(String document) throws IOException {
    return text(Path.of(document));
  }
}
