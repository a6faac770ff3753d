package io.tidemill.agent.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.protocol.BundleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
  private static final String HEAD = "import module java.base;\nimport io.tidemill.dsl.*;\nvoid main() {}\n";

  @TempDir Path folder;

  private PreparedBundle prepare(String name, String source) throws Exception {
    return new BundleLoader(folder).prepare(new BundleFile(name, source.getBytes(StandardCharsets.UTF_8)));
  }

  private static String sample(String body) {
    return HEAD + "Dag<NoParams> dag() {\n  return Dag.define(\"sample\", d -> {\n" + body + "\n  });\n}\n";
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private BundleException refused(String name, byte[] content) {
    return org.assertj.core.api.Assertions.catchThrowableOfType(BundleException.class,
        () -> new BundleLoader(folder, new BundleLimits(1 << 20, 10, 10 << 20, 100, 8, 1 << 20))
            .prepare(new BundleFile(name, content)));
  }

  @Test void a_compact_source_file_becomes_a_dag() throws Exception {
    PreparedBundle prepared = prepare("Nightly.java", sample("d.task(\"a\").exec(ctx -> {});"));

    List<Graph> graphs = GraphExtraction.here(prepared);

    assertThat(graphs).singleElement().satisfies(graph -> {
      assertThat(graph.dag()).isEqualTo("sample");
      assertThat(graph.tasks().getFirst().place()).startsWith("Nightly.java:6");
    });
  }

  @Test void the_same_source_gives_the_same_bundle_in_every_time_zone() throws Exception {
    String source = sample("d.task(\"a\").exec(ctx -> {});");
    Set<String> hashes = new HashSet<>();
    TimeZone before = TimeZone.getDefault();
    try {
      for (String zone : List.of("UTC", "Asia/Tokyo", "Pacific/Chatham", "America/Los_Angeles")) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        hashes.add(
            new BundleLoader(folder.resolve(zone.replace('/', '-'))).prepare(new BundleFile("Zone.java", text(source)))
                .hash());
      }
    } finally {
      TimeZone.setDefault(before);
    }
    assertThat(hashes).hasSize(1);
  }

  private BundleException unstable(String body) throws Exception {
    PreparedBundle prepared = prepare("Nightly.java", sample(body));
    List<Graph> first = GraphExtraction.inChild(prepared, ExtractionEnvironment.plain());
    return org.assertj.core.api.Assertions.catchThrowableOfType(BundleException.class,
        () -> DeterminismCheck.check(prepared, first));
  }

  @Test void an_id_from_the_environment_is_found_whatever_the_environment_is() throws Exception {
    assertThat(unstable("""
        d.task("b-" + System.getenv().getOrDefault("SITE", "none")).exec(ctx -> {});""")).hasMessageContaining("b-none")
        .hasMessageContaining("environment");
  }

  @Test void an_order_of_ids_from_a_set_is_found_every_time() throws Exception {
    for (String set : List.of("Set.of(\"a\", \"b\")", "Set.of(\"a\", \"b\", \"c\")",
        "Map.of(\"a\", 1, \"b\", 2).keySet()",
        "Map.of(\"x\", 1, \"h\", 2).keySet()")) {
      assertThat(unstable(set + ".forEach(id -> d.task(id).exec(ctx -> {}));")).as(set)
          .hasMessageContaining("order of a hash set");
    }
  }

  @Test void a_dag_that_is_the_same_each_time_passes() throws Exception {
    assertThat(unstable("List.of(\"a\", \"b\").forEach(id -> d.task(id).exec(ctx -> {}));")).isNull();
  }

  @Test void a_class_with_a_static_dag_method_becomes_a_dag() throws Exception {
    PreparedBundle prepared = prepare("Nightly.java", """
        package team.sales;
        import io.tidemill.dsl.*;
        public final class Nightly {
          private Nightly() {}
          static Dag<NoParams> dag() { return Dag.define("static", d -> d.task("a").exec(ctx -> {})); }
        }
        """);

    assertThat(GraphExtraction.here(prepared)).extracting(Graph::dag).containsExactly("static");
  }

  @Test void a_source_file_is_handed_on_as_a_jar_with_its_source() throws Exception {
    String source = sample("d.task(\"a\").exec(ctx -> {});");
    PreparedBundle compiled = prepare("Nightly.java", source);
    BundleFile handed = compiled.file();

    PreparedBundle elsewhere = new BundleLoader(folder.resolve("elsewhere")).prepare(handed);

    assertThat(handed.name()).isEqualTo("Nightly.java");
    assertThat(BundleLoader.hash(handed.content())).isEqualTo(compiled.hash());
    assertThat(elsewhere.hash()).isEqualTo(compiled.hash());
    assertThat(elsewhere.name()).isEqualTo("Nightly.java");
    assertThat(GraphExtraction.here(elsewhere)).isEqualTo(GraphExtraction.here(compiled));
    try (LoadedBundle bundle = LoadedBundle.open(elsewhere)) {
      assertThat(bundle.classLoader().getResourceAsStream("META-INF/tidemill/source/Nightly.java").readAllBytes())
          .isEqualTo(text(source));
    }
  }

  @Test void the_same_source_is_the_same_bundle_wherever_it_is_compiled() throws Exception {
    byte[] source = text(sample("d.task(\"a\").exec(ctx -> {});"));
    PreparedBundle here = new BundleLoader(folder.resolve("here")).prepare(new BundleFile("Nightly.java", source));
    PreparedBundle there = new BundleLoader(folder.resolve("there")).prepare(new BundleFile("Nightly.java", source));

    assertThat(there.hash()).isEqualTo(here.hash());
    assertThat(prepare("Daily.java", new String(source, StandardCharsets.UTF_8)).hash())
        .as("its name is the name of a class")
        .isNotEqualTo(here.hash());
  }

  @Test void the_compiler_is_warmed_up_by_a_file_that_compiles() {
    assertThatCode(BundleLoader::warmUp).doesNotThrowAnyException();
  }

  @Test void a_source_file_that_did_not_change_is_compiled_once() throws Exception {
    String source = sample("d.task(\"a\").exec(ctx -> {});");
    PreparedBundle first = prepare("Nightly.java", source);
    Files.delete(first.jar());
    try (var files = Files.list(folder)) {
      Path made = files.findAny().orElseThrow();
      Files.write(made, zip(Map.of("META-INF/tidemill/dags", text("Other"))));
    }

    assertThat(prepare("Nightly.java", source).hash()).isNotEqualTo(first.hash());
  }

  @Test void all_compile_errors_are_told_with_line_column_and_caret() {
    assertThatThrownBy(() -> prepare("Nightly.java", sample("int x = \"a\";\n\tunknown(1);")))
        .isInstanceOfSatisfying(BundleException.class, e -> {
          assertThat(e.problems()).hasSize(2);
          BundleProblem first = e.problems().getFirst();
          assertThat(first.line()).isEqualTo(6);
          assertThat(first.column()).isEqualTo(9);
          assertThat(first.text()).isEqualTo("""
              Nightly.java:6:9: incompatible types: java.lang.String cannot be converted to int
              int x = "a";
                      ^""");
          assertThat(e.problems().getLast().text()).startsWith("Nightly.java:7:2: ").endsWith("\n\tunknown(1);\n\t^");
        });
  }

  @Test void a_source_file_sees_the_dsl_and_the_jdk_only() {
    assertThatThrownBy(() -> prepare("Nightly.java", sample("tools.jackson.databind.ObjectMapper m;")))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("tools.jackson.databind");
    assertThatThrownBy(() -> prepare("Nightly.java", sample("io.tidemill.agent.Agent a;")))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("io.tidemill.agent");
  }

  @Test void loaded_code_sees_no_classes_of_the_agent() throws Exception {
    try (LoadedBundle bundle = new BundleLoader(folder)
        .load(prepare("Nightly.java", sample("d.task(\"a\").exec(ctx -> {});")))) {
      assertThat(bundle.classLoader().loadClass("io.tidemill.dsl.Dag")).isSameAs(io.tidemill.dsl.Dag.class);
      assertThat(bundle.classLoader().loadClass("java.sql.Connection")).isNotNull();
      for (String hidden : List.of("tools.jackson.databind.ObjectMapper", "io.tidemill.agent.Agent",
          "io.tidemill.protocol.Report", "org.slf4j.Logger")) {
        assertThatThrownBy(() -> bundle.classLoader().loadClass(hidden)).isInstanceOf(ClassNotFoundException.class);
      }
    }
  }

  @Test void resources_of_a_bundle_can_be_read() throws Exception {
    byte[] jar = zip(Map.of("META-INF/tidemill/dags", text("x.Y"), "data/some file.txt", text("hello")));

    try (LoadedBundle bundle = new BundleLoader(folder)
        .load(new BundleLoader(folder).prepare(new BundleFile("a.jar", jar)))) {
      assertThat(bundle.classLoader().getResourceAsStream("data/some file.txt").readAllBytes())
          .isEqualTo(text("hello"));
      try (var in = bundle.classLoader().getResource("data/some file.txt").openStream()) {
        assertThat(in.readAllBytes()).isEqualTo(text("hello"));
      }
      assertThat(bundle.classLoader().getResource("data/other.txt")).isNull();
    }
  }

  @Test void a_file_without_a_dag_method_or_of_another_kind_is_refused() {
    assertThat(refused("Nothing.java", text("void main() {}")))
        .hasMessageContaining("Expected a method 'Dag<?> dag()'");
    assertThat(refused("a.zip", text("x"))).hasMessageContaining("….jar or ….java");
    assertThat(refused("../a.jar", text("x"))).hasMessageContaining("without a folder");
    assertThat(refused("Bad.java", new byte[]{(byte) 0xFF})).hasMessageContaining("UTF-8");
    assertThat(refused("big.jar", new byte[2 << 20])).hasMessageContaining("at most 1,048,576 bytes");
  }

  @Test void a_jar_that_could_do_harm_is_refused() throws Exception {
    byte[] index = text("a.B");
    assertThat(refused("a.jar", text("no zip"))).hasMessageContaining("to be a jar");
    assertThat(refused("a.jar", zip(Map.of("x", index)))).hasMessageContaining("META-INF/tidemill/dags");
    assertThat(refused("a.jar", zip(Map.of("META-INF/tidemill/dags", text("\n#x\n")))))
        .hasMessageContaining("is empty");
    for (String name : List.of("../evil", "a/../../evil", "/etc/evil", "C:/evil", "a\\..\\evil")) {
      assertThat(refused("a.jar", zip(Map.of("META-INF/tidemill/dags", index, name, index)))).as(name)
          .hasMessageContaining("relative entry names");
    }
    assertThat(refused("a.jar", zip(Map.of("META-INF/tidemill/dags", index, "bomb", new byte[20 << 20]))))
        .hasMessageContaining("unpack to at most 8,388,608 bytes");
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (int i = 0; i < 11; i++) {
      many.put("e" + i, index);
    }
    assertThat(refused("a.jar", zip(many))).hasMessageContaining("at most 10 entries");
    assertThat(Files.list(folder).toList()).as("nothing refused is kept").isEmpty();
  }

  @Test void a_manifest_class_path_leads_nowhere() throws Exception {
    Path outside = folder.resolve("outside.jar");
    try (OutputStream out = Files.newOutputStream(outside)) {
      out.write(zip(Map.of("secret.txt", text("secret"))));
    }
    byte[] jar = zip(Map.of("META-INF/MANIFEST.MF",
        text("Manifest-Version: 1.0\nClass-Path: " + outside.getFileName() + "\n\n"), "META-INF/tidemill/dags",
        text("a.B")));

    try (LoadedBundle bundle = new BundleLoader(folder)
        .load(new BundleLoader(folder).prepare(new BundleFile("a.jar", jar)))) {
      assertThat(bundle.classLoader().getResource("secret.txt")).isNull();
    }
  }

  @Test void a_class_that_is_missing_or_offers_no_dag_is_told() throws Exception {
    PreparedBundle missing = new BundleLoader(folder)
        .prepare(new BundleFile("a.jar", zip(Map.of("META-INF/tidemill/dags", text("team.Missing")))));

    assertThatThrownBy(() -> GraphExtraction.here(missing)).isInstanceOf(BundleException.class)
        .hasMessageContaining("Expected the class team.Missing in a.jar");
  }

  @Test void two_dags_with_one_id_are_refused() throws Exception {
    PreparedBundle prepared = prepare("Two.java", """
        import io.tidemill.dsl.*;
        class A { Dag<NoParams> dag() { return Dag.define("same", d -> d.task("a").exec(ctx -> {})); } }
        class B { Dag<NoParams> dag() { return Dag.define("same", d -> d.task("a").exec(ctx -> {})); } }
        """);

    assertThatThrownBy(() -> GraphExtraction.here(prepared)).isInstanceOf(BundleException.class)
        .hasMessage(
            "Expected each DAG id once in Two.java, but found 'same' in A (Two.java:2) and in B (Two.java:3); rename"
                + " one of them");
  }

  @Test void what_building_throws_is_told_as_the_users_fault() throws Exception {
    PreparedBundle prepared = prepare("Nightly.java", sample("Integer.parseInt(\"x\");"));

    assertThatThrownBy(() -> GraphExtraction.here(prepared)).isInstanceOf(BundleException.class)
        .message()
        .startsWith("Nightly.java:6: the DAG cannot be built: java.lang.NumberFormatException")
        .doesNotContain("io.tidemill.agent", "reflect");
    assertThatThrownBy(() -> GraphExtraction.inChild(prepared, ExtractionEnvironment.plain()))
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith("Nightly.java:6: the DAG cannot be built: java.lang.NumberFormatException");
  }

  @Test void a_child_process_extracts_the_same_graphs_whatever_is_printed() throws Exception {
    PreparedBundle prepared = prepare("Nightly.java",
        sample("System.out.println(\"tidemill-graphs-1\"); d.task(\"a\").exec(ctx -> {});"));

    assertThat(GraphExtraction.inChild(prepared, ExtractionEnvironment.plain()))
        .isEqualTo(GraphExtraction.here(prepared));
    DeterminismCheck.check(prepared, GraphExtraction.here(prepared));
  }

  @Test void a_child_process_is_bounded_in_time_and_memory() throws Exception {
    PreparedBundle endless = prepare("Endless.java", sample("while (d != null) { Thread.onSpinWait(); }"));
    PreparedBundle greedy = prepare("Greedy.java",
        sample("var all = new ArrayList<byte[]>(); while (d != null) { all.add(new byte[1 << 20]); }"));

    assertThatThrownBy(
        () -> GraphExtraction.inChild(endless, ExtractionEnvironment.plain().within(64, Duration.ofSeconds(2))))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("within 2 s");
    assertThatThrownBy(
        () -> GraphExtraction.inChild(greedy, ExtractionEnvironment.plain().within(32, Duration.ofSeconds(20))))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("OutOfMemoryError");
  }

  @Test void a_dag_that_depends_on_its_surroundings_is_found_out_with_the_difference() throws Exception {
    PreparedBundle zone = prepare("Zone.java",
        sample("d.task(\"a\").exec(ctx -> {}); d.doc(ZoneId.systemDefault().getId());"));
    PreparedBundle ids = prepare("Ids.java", sample("d.task(\"t\" + ProcessHandle.current().pid()).exec(ctx -> {});"));

    assertThatThrownBy(() -> DeterminismCheck.check(zone, GraphExtraction.here(zone)))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("DAG sample at .doc: ")
        .hasMessageContaining("\"Pacific/Chatham\"");
    assertThatThrownBy(() -> DeterminismCheck.check(ids, GraphExtraction.here(ids))).isInstanceOf(BundleException.class)
        .hasMessageContaining(".id: ");
  }
}
