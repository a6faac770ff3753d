package io.tidemill.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.agent.bundle.BundleException;
import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.agent.bundle.GraphExtraction;
import io.tidemill.agent.bundle.PreparedBundle;
import io.tidemill.daemon.config.Setting;
import io.tidemill.protocol.BundleFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The documents, held to the programs they are about.
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.])/(home|root|tmp|usr|work|Users)/");
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");
  private static final Pattern VERB = Pattern.compile("(?m)^  ([a-z][a-z-]*) ");
  private static final Pattern CLASS = Pattern
      .compile("`([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)(?!\\.java)(?:[.#(][^`]*)?`");
  private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z0-9]*)`");
  private static final Pattern DECLARED = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");
  private static final Pattern STEP = Pattern.compile("(?m)^([a-z]+) +([A-Z]\\w+(?:, [A-Z]\\w+)*) ");
  private static final Pattern CAMEL_CASE = Pattern.compile("\\b[A-Z][a-z0-9]+[A-Z]\\w*");
  private static final String IMPORTS = "import module java.base; import io.tidemill.dsl.*;"
      + "\n";
  private static final String MAIN = "\nvoid main() {}\n";

  @TempDir Path folder;

  private static Stream<MatchResult> found(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static String withoutCode(String text) {
    return FENCE.matcher(text).replaceAll("");
  }

  @Test void no_link_leads_nowhere() throws IOException {
    var dead = new ArrayList<String>();
    for (var document : Repository.documents()) {
      found(LINK, withoutCode(Repository.text(document))).map(link -> link.group(1).replaceFirst("#.*", ""))
          .filter(link -> !link.isEmpty() && !link.matches("[a-z]+:.*"))
          .filter(link -> !Files.exists(Repository.ROOT.resolve(document).resolveSibling(link)))
          .forEach(link -> dead.add(document + " → " + link));
    }

    assertThat(dead).isEmpty();
  }

  @Test void no_document_names_a_path_of_somebodys_machine() throws IOException {
    var found = new ArrayList<String>();
    for (var document : Repository.documents()) {
      Repository.text(document)
          .lines()
          .filter(line -> MACHINE_PATH.matcher(line).find())
          .forEach(line -> found.add(document + ": " + line));
    }

    assertThat(found).isEmpty();
  }

  private static List<String> programs(String document) throws IOException {
    return found(FENCE, Repository.text(document)).filter(fence -> fence.group(1).equals("java"))
        .map(fence -> fence.group(2))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/dsl.md",
      "docs/scheduling.md"}) void every_program_of_a_document_declares_a_valid_dag(
          String document) throws Exception {
    var programs = programs(document).stream().filter(program -> !program.contains("@Test")).toList();
    assertThat(programs).isNotEmpty();

    for (var program : programs) {
      var source = (program.startsWith("import ") ? "" : IMPORTS) + program
          + (program.contains("void main(") ? "" : MAIN);
      var graphs = GraphExtraction.here(prepared(source));

      assertThat(graphs).as(program).hasSize(1);
    }
  }

  @Test void the_test_of_the_guide_is_one_of_ours() throws IOException {
    var ours = withoutSpace(Repository.text("examples/src/test/java/io/tidemill/examples/SalesTest.java"));

    assertThat(programs("docs/dsl.md")).filteredOn(program -> program.contains("@Test"))
        .isNotEmpty()
        .allSatisfy(program -> assertThat(ours).contains(withoutSpace(program)));
  }

  private static String withoutSpace(String program) {
    return program.replaceAll("\\s+", " ").strip();
  }

  private PreparedBundle prepared(String source) throws BundleException, IOException {
    return new BundleLoader(folder).prepare(new BundleFile("Guide.java", source.getBytes(StandardCharsets.UTF_8)));
  }

  /// Verbs that a help lists, with those below them.
  private static Stream<String> verbs(Tidemill tidemill, String... above) {
    var help = tidemill.tell(with(above, "--help"));
    assertThat(help.exitCode()).as(help::toString).isZero();
    var listed = help.out().indexOf("\nCommands:\n");
    return listed < 0
        ? Stream.of()
        : found(VERB, help.out().substring(listed)).map(verb -> verb.group(1))
            .flatMap(verb -> Stream.concat(Stream.of(String.join(" ", with(above, verb))),
                verbs(tidemill, with(above, verb))));
  }

  private static String[] with(String[] words, String last) {
    return Stream.concat(Stream.of(words), Stream.of(last)).toArray(String[]::new);
  }

  @Test void every_verb_and_option_of_the_command_line_is_documented() throws IOException {
    var tidemill = new Tidemill(folder);
    var document = Repository.text("docs/operations.md");
    var verbs = verbs(tidemill).toList();
    var options = new TreeSet<String>();
    for (var verb : verbs) {
      found(OPTION, tidemill.tell(with(verb.split(" "), "--help")).out()).map(MatchResult::group).forEach(options::add);
    }

    assertThat(verbs).contains("run", "purge", "token create")
        .allSatisfy(verb -> assertThat(document).containsPattern("`" + verb + "[` ]"));
    assertThat(options).contains("--data", "--failed").allSatisfy(option -> assertThat(document).contains(option));
  }

  @Test void every_class_a_document_names_exists() throws IOException {
    var known = classes();
    var unknown = new ArrayList<String>();
    for (var document : Repository.documents()) {
      found(CLASS, withoutCode(Repository.text(document))).map(name -> name.group(1))
          .filter(name -> !known.contains(name) && !isOfTheJdk(name))
          .forEach(name -> unknown.add(document + ": " + name));
    }

    assertThat(unknown).isEmpty();
  }

  private static Set<String> classes() throws IOException {
    var known = new TreeSet<String>();
    for (var source : Repository.sources()) {
      known.add(source.getFileName().toString().replace(".java", ""));
      found(DECLARED, Repository.text(source)).map(declared -> declared.group(1)).forEach(known::add);
    }
    return known;
  }

  @Test void every_step_of_a_walk_is_a_class_of_the_module_it_names() throws IOException {
    var sources = Repository.sources();
    var lost = new ArrayList<String>();
    for (var walk : walks()) {
      var steps = found(STEP, walk).toList();
      assertThat(steps).as(walk).hasSizeGreaterThan(10);
      for (var step : steps) {
        var home = "/" + step.group(1) + "/src/main/java/";
        Stream.of(step.group(2).split(", "))
            .filter(name -> sources.stream()
                .noneMatch(source -> ("/" + source).contains(home) && source.endsWith(name + ".java")))
            .forEach(name -> lost.add(step.group(1) + " " + name));
      }
      assertThat(classes()).containsAll(found(CAMEL_CASE, walk).map(MatchResult::group).toList());
    }

    assertThat(lost).isEmpty();
  }

  /// What the architecture draws and explains below its headings "The walk of …".
  private static List<String> walks() throws IOException {
    var walks = Stream.of(Repository.text("docs/architecture.md").split("(?m)^## "))
        .filter(section -> section.startsWith("The walk of "))
        .toList();
    assertThat(walks).isNotEmpty();
    return walks;
  }

  @Test void every_class_the_glossary_names_exists() throws IOException {
    var named = found(NAME, Repository.text("docs/glossary.md")).map(name -> name.group(1)).toList();

    assertThat(named).hasSizeGreaterThan(30);
    assertThat(classes()).containsAll(named);
  }

  private static boolean isOfTheJdk(String name) {
    return Stream.of("java.lang", "java.util", "java.util.concurrent", "java.time").anyMatch(home -> {
      try {
        return Class.forName(home + "." + name, false, null) != null;
      } catch (ClassNotFoundException _) {
        return false;
      }
    });
  }

  @Test void every_setting_is_documented_with_its_default() throws IOException {
    var document = Repository.text("docs/operations.md");

    assertThat(Setting.values()).allSatisfy(setting -> assertThat(document).containsPattern(
        "\\| `" + Pattern.quote(setting.key()) + "` \\| " + Pattern.quote(shown(setting)) + " \\|"));
  }

  private static String shown(Setting setting) {
    return setting.byDefault().isEmpty() ? "none" : "`" + setting.byDefault() + "`";
  }

  @Test void the_readme_begins_with_a_recurring_dag_and_names_the_test_command() throws IOException {
    var commands = found(FENCE, Repository.text("README.md")).filter(fence -> fence.group(1).equals("sh"))
        .flatMap(fence -> fence.group(2).lines())
        .map(line -> line.replaceFirst("\\s+#.*", ""))
        .toList();

    assertThat(commands.getFirst()).isEqualTo("mkdir -p dags && cp examples/Recurring.java dags/");
    assertThat(commands).contains("bin/tidemill run examples/FlightDelays.java", "mvn -B -ntp verify");
    assertThat(Repository.text(".ci/run").lines()).contains("mvn -B -ntp verify");
  }

  @Test void every_example_is_in_the_list_of_examples() throws IOException {
    var list = Repository.text("examples/README.md");

    assertThat(Repository.examples()).allSatisfy(example -> assertThat(list).contains("(" + example + ".java)"));
  }

  @Test void every_decision_is_in_the_list_of_decisions() throws IOException {
    var list = Repository.text("docs/adr/README.md");
    try (var decisions = Files.list(Repository.ROOT.resolve("docs/adr"))) {
      assertThat(decisions.map(file -> file.getFileName().toString()).filter(name -> name.matches("\\d{4}-.*")))
          .isNotEmpty()
          .allSatisfy(name -> {
            assertThat(list).contains("(" + name + ")");
            assertThat(Repository.text("docs/adr/" + name)).contains("## Context", "## Decision",
                "## What would violate it", "## Evidence");
          });
    }
  }
}
