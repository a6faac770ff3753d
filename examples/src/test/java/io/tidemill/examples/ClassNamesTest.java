package io.tidemill.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The names of classes, held to the glossary.
class ClassNamesTest {
  private static List<String> replaced() throws IOException {
    try (var file = Objects.requireNonNull(ClassNamesTest.class.getResourceAsStream("replaced-names.txt"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @Test void no_class_has_a_name_that_the_glossary_replaced() throws IOException {
    var sources = Repository.sources().stream().map(Path::toString).toList();
    var found = new ArrayList<String>();
    for (var name : replaced()) {
      var ending = (name.contains(".") ? "/java/" + name.replace('.', '/') : "/" + name) + ".java";
      sources.stream().filter(source -> source.endsWith(ending)).forEach(found::add);
    }

    assertThat(replaced()).hasSizeGreaterThan(200);
    assertThat(found).isEmpty();
  }

  @Test void one_simple_name_stands_for_one_class() throws IOException {
    var named = new TreeMap<String, List<Path>>();
    Stream<Path> main = Repository.sources().stream().filter(source -> source.toString().contains("/src/main/java/"));
    main.filter(source -> !source.endsWith("package-info.java"))
        .forEach(source -> named.computeIfAbsent(source.getFileName().toString(), _ -> new ArrayList<>()).add(source));
    named.values().removeIf(sources -> sources.size() == 1);

    assertThat(named).isEmpty();
  }
}
