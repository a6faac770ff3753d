package io.tidemill.daemon.cli;

import io.tidemill.daemon.boot.DataDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes a DAG, or a project with one.
@Command(name = "new", description = {
    "Write a DAG that compiles: a file for `run` and `dev`, or a Maven project with a test.",
    "Nothing that exists is overwritten."})
final class NewCommand extends Subcommand {
  private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,99}");
  /// Where a repository holds the versions of the library that DAGs are written with.
  private static final String LIBRARY = "io/tidemill/tidemill-dsl";

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Id of the DAG, such as nightly-sales") String name = "";

  @Option(names = "--dir", paramLabel = "DIR", description = "Folder for the file, created if missing. Default: ./dags") Path folder = Path
      .of("dags");

  @Option(names = "--maven", paramLabel = "DIR", description = "Folder for a Maven project instead; the DAG is named like it unless NAME says otherwise")
  @Nullable Path maven;

  NewCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException {
    Path project = maven == null ? null : context.path(maven).normalize();
    String id = name.isEmpty() && project != null ? Objects.toString(project.getFileName(), "") : name;
    if (!ID.matcher(id).matches()) {
      throw badInput(
          "Expected a name of letters, digits, - and _ that begins with a letter, such as nightly-sales, but found '"
              + id + "'");
    }
    String type = className(id);
    Map<Path, String> files = project == null ? file(id, type) : project(project, id, type);
    for (Path each : files.keySet()) {
      if (Files.exists(each)) {
        throw badInput("Expected no file at " + each + ", but there is one; choose another name, or remove it");
      }
    }
    for (Map.Entry<Path, String> each : files.entrySet()) {
      write(each.getKey(), each.getValue());
    }
    List<String> written = files.keySet().stream().map(Path::toString).toList();
    if (json()) {
      terminal().json(Map.of("dag", id, "files", written));
    } else {
      written.forEach(each -> terminal().line("wrote " + each));
      terminal().note(project == null
          ? "`tidemill run " + context.workingDirectory().relativize(files.keySet().iterator().next()) + "` runs it"
          : "`mvn -f " + project + " package` builds and tests it, `tidemill run " + project.resolve("target/" + id)
              + "-1.0.0.jar` runs it");
    }
    return ExitCode.GOOD;
  }

  private Map<Path, String> file(String id, String type) throws IOException {
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(context.path(folder).normalize().resolve(type + ".java"), template("Dag.java", Map.of("@ID@", id)));
    return files;
  }

  private Map<Path, String> project(Path project, String id, String type) throws IOException {
    Path repository = repository();
    Map<String, String> words = Map.of("@ID@", id, "@CLASS@", type, "@REPOSITORY@", repository.toUri().toString(),
        "@VERSION@", version(repository));
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(project.resolve("pom.xml"), template("pom.xml", words));
    files.put(project.resolve("src/main/java/flows/" + type + ".java"), template("Flow.java", words));
    files.put(project.resolve("src/main/resources/META-INF/tidemill/dags"), "flows." + type + "\n");
    files.put(project.resolve("src/test/java/flows/" + type + "Test.java"), template("FlowTest.java", words));
    files.put(project.resolve(".gitignore"), "target/\n" + DataDirectory.NAME + "/\n");
    return files;
  }

  /// The libraries that the launcher has put beside the program.
  private Path repository() {
    String home = context.environment().getOrDefault("TIDEMILL_REPOSITORY", "");
    if (home.isBlank() || !Files.isDirectory(Path.of(home).resolve(LIBRARY))) {
      throw badInput(
          "Expected the folder of the program's libraries in TIDEMILL_REPOSITORY, which bin/tidemill sets, but found "
              + (home.isBlank() ? "nothing" : home + " without " + LIBRARY) + "; start the program by bin/tidemill");
    }
    return Path.of(home);
  }

  private static String version(Path repository) throws IOException {
    try (Stream<Path> versions = Files.list(repository.resolve(LIBRARY))) {
      return versions.filter(Files::isDirectory)
          .map(each -> Objects.toString(each.getFileName()))
          .max(Comparator.naturalOrder())
          .orElseThrow(() -> badInput("Expected a version of the library in " + repository.resolve(LIBRARY)
              + ", but found none; remove the folder target/app of the program, and build it again"));
    }
  }

  private static String template(String file, Map<String, String> words) throws IOException {
    try (InputStream in = Objects.requireNonNull(NewCommand.class.getResourceAsStream("new/" + file + ".txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> word : words.entrySet()) {
        text = text.replace(word.getKey(), word.getValue());
      }
      return text;
    }
  }

  private static void write(Path file, String text) throws IOException {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw badInput("Expected to write " + file + ", but " + e.getMessage() + " is there already");
    }
  }

  /// `nightly-sales` as `NightlySales`.
  private static String className(String id) {
    StringBuilder type = new StringBuilder();
    for (String word : id.split("[-_]+")) {
      if (!word.isEmpty()) {
        type.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
      }
    }
    return type.toString();
  }
}
