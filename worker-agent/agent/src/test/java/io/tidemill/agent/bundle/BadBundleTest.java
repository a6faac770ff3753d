package io.tidemill.agent.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemill.protocol.BundleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadBundleTest {
  private static final String INDEX = "META-INF/tidemill/dags";

  @TempDir Path folder;

  private String refused(byte[] jar) throws IOException {
    BundleException refused = catchThrowableOfType(BundleException.class,
        () -> new BundleLoader(folder).prepare(new BundleFile("a.jar", jar)));
    assertThat(Files.list(folder)).as("nothing refused is kept").isEmpty();
    return refused.getMessage();
  }

  private static byte[] jar(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(INDEX));
      zip.write("a.B".getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(7).nextBytes(noise);
    return noise;
  }

  @Test void a_jar_that_was_cut_off_is_refused() throws Exception {
    byte[] whole = jar("data", noise(10_000));
    for (int length : new int[]{1, 50, 5_000, whole.length - 30, whole.length - 1}) {
      assertThat(refused(Arrays.copyOf(whole, length))).as("cut after %s", length)
          .startsWith("Expected a.jar to be a jar, but it cannot be read as one: ")
          .endsWith("it may be cut off: build it again, or copy it again");
    }
  }

  @Test void a_class_for_a_newer_java_is_refused_with_both_versions() throws Exception {
    int runs = Runtime.version().feature();
    byte[] newer = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) (runs + 2 + 44)};

    assertThat(refused(jar("team/Nightly.class", newer))).isEqualTo("Expected classes for Java " + runs
        + " or older in a.jar, but found team/Nightly.class built for Java " + (runs + 2) + " (class file version "
        + (runs + 46) + "); build it with --release " + runs + ", or run Tidemill on Java " + (runs + 2));
    // A jar may hold variants for other versions of Java.
    assertThat(new BundleLoader(folder)
        .prepare(new BundleFile("a.jar", jar("META-INF/versions/" + (runs + 2) + "/team/Nightly.class", newer)))
        .jar())
        .exists();
  }

  @Test void a_link_is_refused() throws Exception {
    byte[] jar = jar("passwords", "/etc/passwd".getBytes(StandardCharsets.UTF_8));
    // The last entry of the directory, made on Unix, with the mode of a symbolic link.
    int header = lastIndexOf(jar, new byte[]{'P', 'K', 1, 2});
    jar[header + 5] = 3;
    jar[header + 41] = (byte) 0xA1;

    assertThat(refused(jar)).isEqualTo("Expected files and folders only inside a.jar, but found a link or device at"
        + " 'passwords'; pack what it points to");
  }

  @Test void a_folder_is_one_whatever_mode_its_packer_wrote() throws Exception {
    byte[] jar = jar("META-INF/maven/", new byte[0]);
    // What version 2.4 of Maven's jar plugin writes: all bits of the mode.
    int header = lastIndexOf(jar, new byte[]{'P', 'K', 1, 2});
    jar[header + 5] = 3;
    jar[header + 40] = (byte) 0xFF;
    jar[header + 41] = (byte) 0xFF;

    assertThat(new BundleLoader(folder).prepare(new BundleFile("a.jar", jar)).jar()).exists();
  }

  @Test void a_file_without_a_main_method_is_told_what_to_add() {
    assertThat(unprepared("NoMain.java", "int one() { return 1; }")).contains("NoMain.java:1:",
        "add `void main(String... args) { Dag.main(dag(), args); }`");
  }

  @Test void a_file_name_that_cannot_name_a_class_is_told_so() {
    for (String name : new String[]{"Copy of H.java", "my-dag.java", "50%.java"}) {
      assertThat(unprepared(name, "void main() {}")).contains(name, "bad file name", "letters, digits and _");
    }
  }

  @Test void a_source_that_the_compiler_itself_fails_at_is_told_with_the_reason() {
    assertThat(unprepared("K.java", "String s(String x) { return x" + "+x".repeat(20_000) + "; } void main() {}"))
        .contains("StackOverflowError", "split it");
  }

  private String unprepared(String name, String source) {
    return org.assertj.core.api.Assertions.catchThrowableOfType(BundleException.class,
        () -> new BundleLoader(folder).prepare(new BundleFile(name, source.getBytes(StandardCharsets.UTF_8))))
        .getMessage();
  }

  @Test void an_entry_that_is_there_twice_is_refused() throws Exception {
    byte[] jar = jar("META-INF/tidemill/dagZ", new byte[0]);
    for (int at = lastIndexOf(jar, "dagZ".getBytes(StandardCharsets.UTF_8)); at >= 0; at = lastIndexOf(
        Arrays.copyOf(jar, at), "dagZ".getBytes(StandardCharsets.UTF_8))) {
      jar[at + 3] = 's';
    }

    assertThat(refused(jar)).contains("a.jar").contains("Expected");
  }

  private static int lastIndexOf(byte[] bytes, byte[] wanted) {
    for (int at = bytes.length - wanted.length; at >= 0; at--) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }

  @Test void folders_below_folders_without_end_are_refused() throws Exception {
    assertThat(refused(jar("a/".repeat(70) + "b", new byte[0]))).startsWith(
        "Expected entries at most 64 folders deep inside a.jar, but found one 70 folders deep: 'a/a/");
  }

  private PreparedBundle source(String body) throws Exception {
    return new BundleLoader(folder).prepare(new BundleFile("Bad.java", ("""
        import module java.base;
        import io.tidemill.dsl.*;
        Dag<NoParams> dag() {
          return Dag.define("bad", d -> {
            %s
            d.task("a").exec(ctx -> {});
          });
        }
        void main() {}
        """.formatted(body)).getBytes(StandardCharsets.UTF_8)));
  }

  private static void assertRefused(PreparedBundle bundle, ExtractionEnvironment extractionEnvironment, String start) {
    assertThatThrownBy(() -> GraphExtraction.inChild(bundle, extractionEnvironment)).isInstanceOf(BundleException.class)
        .hasMessageStartingWith(start);
  }

  @Test void a_dag_that_ends_its_process_is_refused_with_what_it_told() throws Exception {
    assertRefused(source("System.err.println(\"bye\"); System.exit(3);"), ExtractionEnvironment.plain(),
        "Expected the graphs of Bad.java, but the process that builds them ended with exit code 3; a DAG must not end the"
            + " process when it is built. It told: bye");
  }

  @Test void a_dag_that_hangs_eats_memory_or_grows_without_end_is_refused() throws Exception {
    ExtractionEnvironment small = ExtractionEnvironment.plain().within(48, Duration.ofSeconds(20));
    assertRefused(source("new CountDownLatch(1).await();".replace("new", "try { new") + " } catch (Exception e) {}"),
        small.within(48, Duration.ofSeconds(2)),
        "Expected the DAGs of Bad.java to be built within 2 s, but it takes longer; a DAG must not wait");
    assertRefused(source("var all = new ArrayList<byte[]>(); while (d != null) { all.add(new byte[1 << 20]); }"), small,
        "Expected the DAGs of Bad.java to be built within 48 MiB, but found OutOfMemoryError; load data in tasks");
    assertRefused(source("d.doc(\"x\".repeat(100_000));"), small.answering(50_000),
        "Expected the graphs of Bad.java to have at most 50,000 bytes as JSON, but found more");
  }

  @Test void a_dag_that_prints_without_end_does_not_stop_its_extraction() throws Exception {
    assertThat(
        GraphExtraction.inChild(source("System.out.println(\"x\".repeat(20_000_000));"), ExtractionEnvironment.plain()))
        .hasSize(1);
  }

  @Test void a_spare_process_builds_one_bundle_after_the_other_and_survives_bad_ones() throws Exception {
    PreparedBundle good = source("");
    try (WarmExtractionPool spare = new WarmExtractionPool(ExtractionEnvironment.plain())) {
      assertThat(spare.build(good)).isEqualTo(GraphExtraction.here(good));
      PreparedBundle exits = source("System.exit(1);");
      assertThatThrownBy(() -> spare.build(exits)).isInstanceOf(BundleException.class);
      assertThat(spare.build(good)).isEqualTo(GraphExtraction.here(good));
    }
  }

  @Test void a_prepared_bundle_is_found_again_by_its_hash() throws Exception {
    PreparedBundle compiled = source("");
    PreparedBundle jar = new BundleLoader(folder).prepare(new BundleFile("a.jar", jar("data", noise(10))));

    assertThat(new BundleLoader(folder).find(compiled.hash())).isEqualTo(compiled);
    assertThat(new BundleLoader(folder).find(jar.hash())).isEqualTo(jar);
    assertThat(new BundleLoader(folder).find("0".repeat(64))).isNull();
    assertThat(new BundleLoader(folder.resolve("none")).find(jar.hash())).isNull();
  }

  @Test void what_was_not_used_for_longest_goes_first_and_nothing_that_is_in_use() throws Exception {
    BundleLimits limits = new BundleLimits(1 << 20, 100, 1 << 20, 100, 8, 25_000);
    Path[] jars = new Path[4];
    for (int i = 0; i < 3; i++) {
      jars[i] = new BundleLoader(folder, limits).prepare(new BundleFile("j" + i + ".jar", jar("d" + i, noise(10_000))))
          .jar();
      Files.setLastModifiedTime(jars[i], FileTime.from(Instant.now().minusSeconds(1_000 - i)));
    }
    assertThat(jars[0]).as("the third did not fit").doesNotExist();
    Path draft = Files.writeString(folder.resolve("draft1.jar"), "half");
    Files.setLastModifiedTime(draft, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

    BundleLoader loader = new BundleLoader(folder, limits);
    assertThat(loader.find(jars[1].getFileName().toString().substring(0, 64))).isNotNull();
    jars[3] = loader.prepare(new BundleFile("j3.jar", jar("d3", noise(10_000)))).jar();

    assertThat(jars[1]).exists();
    assertThat(jars[2]).doesNotExist();
    assertThat(jars[3]).exists();
    assertThat(draft).as("left by a killed process").doesNotExist();
  }

  @Test void a_prepared_bundle_that_has_changed_on_the_disk_is_forgotten_and_prepared_anew() throws Exception {
    BundleFile file = new BundleFile("A.java", """
        import io.tidemill.dsl.*;
        Dag<NoParams> dag() { return Dag.define("a", d -> d.task("t").exec(ctx -> {})); }
        void main() {}
        """.getBytes(StandardCharsets.UTF_8));
    PreparedBundle prepared = new BundleLoader(folder).prepare(file);
    byte[] content = Files.readAllBytes(prepared.jar());
    byte[] changed = content.clone();
    changed[content.length / 2] ^= 1;

    Files.write(prepared.jar(), changed);
    List<Path> damaged = new ArrayList<>();
    assertThat(new BundleLoader(folder).find(prepared.hash(), damaged::add)).isNull();
    assertThat(damaged).containsExactly(prepared.jar());
    assertThat(prepared.jar()).doesNotExist();

    Files.write(prepared.jar(), changed);
    assertThat(new BundleLoader(folder).prepare(file).jar()).hasBinaryContent(content);
  }
}
