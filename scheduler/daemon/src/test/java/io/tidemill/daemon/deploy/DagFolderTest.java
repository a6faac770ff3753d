package io.tidemill.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.Operations;
import io.tidemill.api.dag.DagResource;
import io.tidemill.api.dag.DagView;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.version.Deployed;
import io.tidemill.api.version.VersionResource;
import io.tidemill.api.version.VersionsView;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The folder over a catalog in memory: the first word of a file is the id of its DAG, each content is a version.
class DagFolderTest {
  @TempDir Path directory;
  private Path dags;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Map<String, List<String>> versions = new ConcurrentHashMap<>();
  private final Map<String, Integer> active = new ConcurrentHashMap<>();
  private final Map<String, String> activeFile = new ConcurrentHashMap<>();
  private final List<DagFolder> open = new ArrayList<>();

  @BeforeEach void locate() {
    dags = directory.resolve("dags");
  }

  @AfterEach void close() {
    open.forEach(DagFolder::close);
  }

  private void start() throws IOException {
    DagFolder folder = new DagFolder(dags, operations(), this::deploy, new Listening(), Duration.ofMillis(50));
    open.add(folder);
    folder.start();
  }

  private List<Deployed> deploy(String file, byte[] content, Consumer<List<String>> ids) {
    String text = new String(content, StandardCharsets.UTF_8);
    String dag = text.split("\\s")[0];
    ids.accept(List.of(dag));
    List<String> all = versions.computeIfAbsent(dag, _ -> new ArrayList<>());
    if (!all.contains(text)) {
      all.add(text);
    }
    active.put(dag, all.indexOf(text) + 1);
    activeFile.put(dag, file);
    return List.of(new Deployed(dag, all.indexOf(text) + 1, "", 1));
  }

  private final class Listening implements DagFolder.Listener {
    @Override public void deployed(String file, List<Deployed> deployed) {
      told.add(file + " " + deployed.getFirst().dag() + " " + deployed.getFirst().version());
    }

    @Override public void refused(String file, RefusedException reasons) {
      told.add(file + " refused: " + reasons.getMessage());
    }

    @Override public void removed(String file, List<String> removed) {
      told.add(file + " removed: " + removed);
    }

    @Override public void noted(String text) {
      told.add(text);
    }
  }

  private Operations operations() {
    DagResource resource = proxy(DagResource.class, (_, _) -> new TreeMap<>(active).entrySet()
        .stream()
        .map(each -> new DagView(each.getKey(), each.getValue(), 1, "", "", List.of(), null, List.of(), null))
        .toList());
    VersionResource known = proxy(VersionResource.class, (_, arguments) -> new VersionsView((String) arguments[0],
        List.of(
            new VersionsView.Version(1, "", activeFile.get((String) arguments[0]), 1, Instant.EPOCH, "", true, 0, 0)),
        List.of()));
    return proxy(Operations.class, (name, _) -> name.equals("dags") ? resource : known);
  }

  private interface Answer {
    Object of(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
        (_, method, arguments) -> answer.of(method.getName(), arguments)));
  }

  private void save(String name, String text) throws IOException {
    Files.createDirectories(dags);
    Files.writeString(dags.resolve(name), text);
  }

  private String next() throws InterruptedException {
    return String.valueOf(told.poll(30, TimeUnit.SECONDS));
  }

  @Test void a_file_is_deployed_although_another_one_in_the_folder_never_rests() throws Exception {
    save("H.java", "h one");
    start();
    assertThat(next()).isEqualTo("H.java h 1");
    Thread busy = Thread.ofPlatform().start(() -> {
      try {
        for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
          Files.writeString(dags.resolve("run.log"), "line " + i);
          Files.writeString(dags.resolve("Busy.java"), "busy " + i);
        }
      } catch (IOException _) {
        // the write was interrupted
      }
    });
    save("H.java", "h two");

    String first = next();
    busy.interrupt();
    busy.join();

    assertThat(first).isEqualTo("H.java h 2");
  }

  @Test void a_folder_that_is_a_link_is_followed_to_where_it_leads_now() throws Exception {
    Files.createDirectories(directory.resolve("rev1"));
    Files.createDirectories(directory.resolve("rev2"));
    Files.writeString(directory.resolve("rev1/H.java"), "h one");
    Files.writeString(directory.resolve("rev2/H.java"), "h two");
    Files.createSymbolicLink(dags, Path.of("rev1"));
    start();
    assertThat(next()).isEqualTo("H.java h 1");

    Path swapped = Files.createSymbolicLink(directory.resolve("new"), Path.of("rev2"));
    Files.move(swapped, dags, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

    assertThat(next()).isEqualTo("H.java h 2");
  }

  @Test void the_files_of_a_config_map_are_followed_through_its_data_link() throws Exception {
    Files.createDirectories(dags.resolve("..1"));
    Files.writeString(dags.resolve("..1/H.java"), "h one");
    Files.createSymbolicLink(dags.resolve("..data"), Path.of("..1"));
    Files.createSymbolicLink(dags.resolve("H.java"), Path.of("..data/H.java"));
    start();
    assertThat(next()).isEqualTo("H.java h 1");

    Files.createDirectories(dags.resolve("..2"));
    Files.writeString(dags.resolve("..2/H.java"), "h two");
    Path swapped = Files.createSymbolicLink(dags.resolve("..data_tmp"), Path.of("..2"));
    Files.move(swapped, dags.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

    assertThat(next()).isEqualTo("H.java h 2");
  }

  @Test void a_file_that_is_a_link_is_deployed_when_what_it_links_to_changes() throws Exception {
    Path elsewhere = Files.writeString(directory.resolve("H.java"), "h one");
    Files.createDirectories(dags);
    Files.createSymbolicLink(dags.resolve("H.java"), elsewhere);
    start();
    assertThat(next()).isEqualTo("H.java h 1");

    Files.writeString(elsewhere, "h two");

    assertThat(next()).isEqualTo("H.java h 2");
  }

  @Test void a_folder_that_is_removed_and_made_again_is_watched_again() throws Exception {
    save("H.java", "h one");
    start();
    assertThat(next()).isEqualTo("H.java h 1");

    Files.delete(dags.resolve("H.java"));
    Files.delete(dags);
    while (!next().contains("cannot be listed")) {
      // the file may have been missed before the folder
    }
    save("H.java", "h two");
    assertThat(next()).contains("is there again");
    assertThat(next()).isEqualTo("H.java h 2");
    save("H.java", "h three");

    assertThat(next()).isEqualTo("H.java h 3");
  }

  @Test void saving_a_file_deploys_it_again_after_a_rollback_but_not_without_one() throws Exception {
    save("H.java", "h one");
    start();
    next();
    save("H.java", "h two");
    assertThat(next()).isEqualTo("H.java h 2");
    Files.setLastModifiedTime(dags.resolve("H.java"), FileTime.from(Instant.now().plusSeconds(5)));
    save("Other.java", "other one");
    assertThat(next()).isEqualTo("Other.java other 1");

    active.put("h", 1);
    Files.setLastModifiedTime(dags.resolve("H.java"), FileTime.from(Instant.now().plusSeconds(10)));

    assertThat(next()).isEqualTo("H.java h 2");
  }

  @Test void a_second_file_with_the_same_dag_is_refused_by_name_until_the_first_is_gone() throws Exception {
    save("Z.java", "h one");
    start();
    assertThat(next()).isEqualTo("Z.java h 1");

    save("A.java", "h two");
    assertThat(next()).startsWith("A.java refused: Expected each DAG id in one file")
        .contains("'h' is in Z.java and in A.java");
    open.removeFirst().close();
    start();
    // The same one wins after a restart, although the other comes first by its name.
    assertThat(next()).isEqualTo("Z.java h 1");
    assertThat(next()).startsWith("A.java refused");

    Files.delete(dags.resolve("Z.java"));
    assertThat(next()).isEqualTo("Z.java removed: [h]");
    assertThat(next()).isEqualTo("A.java h 2");
  }

  @Test void what_is_not_taken_is_said_once() throws Exception {
    Files.createDirectories(dags.resolve("sub"));
    Files.writeString(dags.resolve("sub/S.java"), "s one");
    Files.createDirectories(dags.resolve("X.java"));
    Files.createSymbolicLink(dags.resolve("L.java"), Path.of("/nowhere"));
    save("H.java", "h one");
    start();

    List<String> all = List.of(next(), next(), next());

    assertThat(all).anyMatch(each -> each.startsWith("not looked into: sub"))
        .anyMatch(each -> each.startsWith("L.java refused") && each.contains("it links to a file that does not exist"))
        .contains("H.java h 1");
    save("H.java", "h two");
    assertThat(next()).isEqualTo("H.java h 2");
  }
}
