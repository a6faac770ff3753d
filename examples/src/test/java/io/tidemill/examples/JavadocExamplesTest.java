package io.tidemill.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tidemill.dsl.Dag;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples in the Javadoc of the language and of the test kit: they compile, and do what they should.
///
/// An example is a program with a method `dag()`, statements about a builder `d`, or, in the test kit, a test.
class JavadocExamplesTest {
  private static final String LANGUAGE = "dag-dsl/dsl/src/main/java/io/tidemill/dsl/";
  private static final String TEST_KIT = "dag-dsl/dag-test/src/main/java/io/tidemill/test/";
  private static final Pattern EXAMPLE = Pattern.compile("(?ms)^ */// ```java$(.*?)^ */// ```$");
  private static final Pattern COMMENT = Pattern.compile("(?m)^ */// ?");
  private static final Pattern PUBLIC = Pattern.compile("(?m)^public .*?\\b(?:class|interface|enum|record) (\\w+)");
  private static final String HEAD = """
      import module java.base;
      import io.tidemill.dsl.*;
      import io.tidemill.engine.state.RunOutcome;
      import io.tidemill.test.*;
      import static org.junit.jupiter.api.Assertions.*;

      """;

  /// Public types that say what another type shows, that users do not name, or that have nothing to show.
  private static final Set<String> WITHOUT_EXAMPLE = Set.of("ArmBody", "ArmBuilder", "BodyInput", "ConsoleRunner",
      "CronExpression", "DayRoll", "GroupBody", "GroupContent", "InvalidDagException", "Joinable", "NoParams",
      "Problem",
      "SlotResult", "SlotParams", "SlotRun", "TaskRef", "TestRun");

  @TempDir Path folder;

  /// An example as a class.
  private record Example(String name, String document, String text) {
    boolean isTest() {
      return document.startsWith(TEST_KIT);
    }

    String source() {
      var body = isTest()
          ? "void run() throws Exception {\n" + text + "\n}"
          : text.contains(" dag() {")
              ? text
              : "Dag<?> dag() {\nreturn Dag.define(\"example\", d -> {\n" + text
                  + "\nd.task(\"other\").exec(ctx -> {});\n});\n}";
      return HEAD + "class " + name + " {\n" + body + "\n}\n";
    }
  }

  private static List<Example> examples() throws IOException {
    var examples = new ArrayList<Example>();
    for (var source : Repository.sources()) {
      var document = source.toString().replace('\\', '/');
      if (document.startsWith(LANGUAGE) || document.startsWith(TEST_KIT)) {
        EXAMPLE.matcher(Repository.text(source))
            .results()
            .map(found -> COMMENT.matcher(found.group(1)).replaceAll("").strip())
            .forEach(text -> examples.add(new Example("Example" + examples.size(), document, text)));
      }
    }
    return examples;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final Example example;

    Source(Example example) {
      super(URI.create("string:///" + example.name() + ".java"), Kind.SOURCE);
      this.example = example;
    }

    @Override public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return example.source();
    }
  }

  private void compile(List<Example> examples) {
    var found = new DiagnosticCollector<JavaFileObject>();
    ToolProvider.getSystemJavaCompiler()
        .getTask(null, null, found, List.of("-proc:none", "-d", folder.toString()), null,
            examples.stream().map(Source::new).toList())
        .call();
    assertThat(found.getDiagnostics()).filteredOn(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .extracting(each -> shown(each, examples))
        .isEmpty();
  }

  private static String shown(Diagnostic<? extends JavaFileObject> error, List<Example> examples) {
    var source = error.getSource();
    var of = examples.stream()
        .filter(example -> source != null && source.getName().endsWith("/" + example.name() + ".java"))
        .map(example -> example.document() + "\n" + example.text() + "\n")
        .collect(Collectors.joining());
    return of + error.getMessage(Locale.ROOT);
  }

  @Test void every_example_compiles_and_declares_a_valid_dag_or_is_a_test_that_passes() throws Exception {
    var examples = examples();
    compile(examples);

    assertThat(examples).extracting(Example::isTest).contains(true, false);
    try (var classes = new URLClassLoader(new URL[]{folder.toUri().toURL()}, getClass().getClassLoader())) {
      for (var example : examples) {
        var constructor = classes.loadClass(example.name()).getDeclaredConstructor();
        constructor.setAccessible(true);
        var object = constructor.newInstance();
        var method = object.getClass().getDeclaredMethod(example.isTest() ? "run" : "dag");
        method.setAccessible(true);
        assertThatCode(() -> {
          var dag = method.invoke(object);
          assertThat(dag == null || dag instanceof Dag<?>).isTrue();
        }).as(example.document() + "\n" + example.text()).doesNotThrowAnyException();
      }
    }
  }

  @Test void every_type_that_users_touch_first_has_an_example() throws IOException {
    var shown = examples().stream().map(Example::document).collect(Collectors.toSet());
    var without = new TreeSet<String>();
    for (var source : Repository.sources()) {
      var document = source.toString().replace('\\', '/');
      var name = source.getFileName().toString().replace(".java", "");
      if ((document.startsWith(LANGUAGE) || document.startsWith(TEST_KIT)) && source.getNameCount() == depth(document)
          && !shown.contains(document) && !name.matches(".*\\d")
          && PUBLIC.matcher(Repository.text(source)).results().map(MatchResult::hasMatch).findAny().isPresent()) {
        without.add(name);
      }
    }

    assertThat(without).containsExactlyInAnyOrderElementsOf(WITHOUT_EXAMPLE);
  }

  private static int depth(String document) {
    return Path.of(document.startsWith(LANGUAGE) ? LANGUAGE : TEST_KIT).getNameCount() + 1;
  }
}
