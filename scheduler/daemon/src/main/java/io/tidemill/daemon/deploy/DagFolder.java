package io.tidemill.daemon.deploy;

import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.api.Operations;
import io.tidemill.api.dag.DagView;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.version.Deployed;
import io.tidemill.api.version.VersionsView;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deploys the files of a folder at its start, and each file whenever its content changes, on a thread of its own.
///
/// Looks at all files at intervals, through whatever links lead to them; events of the file system only make it look sooner. So a folder
/// that is made again, links that are swapped (git-sync, a Kubernetes ConfigMap) and files that are links are seen, and a file that
/// something writes to all the time delays no other. Each DAG id belongs to one file: a second one is refused.
public final class DagFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DagFolder.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  /// Editors save in several steps; a file that changed is taken once it has not changed for this long.
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  /// A file that never rests is taken as it is after this long.
  private static final long LONGEST_CHANGE_NANOS = TimeUnit.SECONDS.toNanos(5);
  /// Contents are compared even where nothing tells of a change: some file systems keep times by the second.
  private static final long COMPARE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long COMPARED_BYTES = 1 << 20;

  private final Path folder;
  private final Operations operations;
  private final Deployer deployer;
  private final Listener listener;
  private final long intervalNanos;
  private final WatchService watch;
  private final Map<String, WatchedFile> files = new TreeMap<>();
  private final Set<String> told = new HashSet<>();
  private final Thread thread;
  private @Nullable WatchKey registered;
  private @Nullable FolderIdentity registeredFolder;
  private boolean gone;

  /// Makes the DAGs of a file active.
  @FunctionalInterface
  public interface Deployer {
    /// Deploys a file: all of its DAGs, or none.
    ///
    /// @param dags is told their ids before anything is stored, and throws to refuse
    /// @throws RefusedException with the problems in the file
    List<Deployed> deploy(String file, byte[] content, Consumer<List<String>> dags);
  }

  /// Receives what comes of the files, on the thread of the folder.
  public interface Listener {
    /// A file was deployed.
    void deployed(String file, List<Deployed> versions);

    /// A file cannot be deployed.
    void refused(String file, RefusedException reasons);

    /// A file was removed; its DAGs stay as they are.
    void removed(String file, List<String> dags);

    /// Something in the folder is not taken, or the folder itself is gone or back.
    void noted(String text);
  }

  /// @param folder created if it is missing
  public DagFolder(Path folder, Operations operations, Deployer deployer, Listener listener) throws IOException {
    this(folder, operations, deployer, listener, INTERVAL);
  }

  DagFolder(Path folder, Operations operations, Deployer deployer, Listener listener, Duration interval)
      throws IOException {
    this.folder = folder;
    this.operations = operations;
    this.deployer = deployer;
    this.listener = listener;
    this.intervalNanos = interval.toNanos();
    Files.createDirectories(folder);
    watch = folder.getFileSystem().newWatchService();
    thread = Thread.ofVirtual().name("tidemill-dag-folder").unstarted(this::follow);
  }

  /// Starts watching.
  public void start() {
    thread.start();
  }

  private void follow() {
    try {
      begin();
      if (files.isEmpty()) {
        BundleLoader.warmUp();
      }
      while (true) {
        boolean soon = lookSafely();
        WatchKey key = watch.poll(soon ? REST_NANOS : intervalNanos, TimeUnit.NANOSECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
          // Not at every event of a busy folder.
          TimeUnit.NANOSECONDS.sleep(REST_NANOS);
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException _) {
      // closed
    }
  }

  /// Deploys what is there at the start; first the files whose DAGs are active, so that of two files with one id the same one wins again.
  private void begin() {
    register();
    NavigableSet<String> names = names();
    Set<String> active = names == null || names.size() < 2 ? Set.of() : activeFiles();
    List<String> order = new ArrayList<>(names == null ? new TreeSet<>() : names);
    order.sort(Comparator.comparing((String name) -> !active.contains(name)).thenComparing(Comparator.naturalOrder()));
    for (String name : order) {
      WatchedFile file = new WatchedFile(name);
      files.put(name, file);
      FileStamp stamp = stamp(file);
      if (stamp != null) {
        file.seen = stamp;
        take(file);
      }
    }
  }

  private Set<String> activeFiles() {
    Set<String> active = new HashSet<>();
    try {
      for (DagView dag : operations.dags().list()) {
        operations.versions()
            .list(dag.id())
            .versions()
            .stream()
            .filter(VersionsView.Version::active)
            .forEach(version -> active.add(version.file()));
      }
    } catch (RuntimeException e) {
      LOG.warn("The active versions cannot be asked for; files are deployed in the order of their names: {}",
          e.toString());
    }
    return active;
  }

  /// What fails here, such as a question to a database that is down, works at a later look.
  private boolean lookSafely() {
    try {
      return look();
    } catch (ClosedWatchServiceException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("The folder {} could not be looked at; it is tried again", folder, e);
      return false;
    }
  }

  /// Looks at all files once.
  ///
  /// @return whether it should look again soon
  private boolean look() {
    register();
    NavigableSet<String> names = names();
    boolean soon = names != null && missing(names);
    if (names != null) {
      for (String name : names) {
        soon |= look(files.computeIfAbsent(name, WatchedFile::new));
      }
    }
    return soon;
  }

  /// Tells of files that are no longer there. Editors remove a file for a moment when they save it.
  private boolean missing(NavigableSet<String> names) {
    boolean soon = false;
    long now = System.nanoTime();
    for (WatchedFile file : List.copyOf(files.values())) {
      if (names.contains(file.name)) {
        file.missingSince = 0;
      } else if (file.missingSince == 0) {
        file.missingSince = now;
        soon = true;
      } else if (now - file.missingSince < 2 * REST_NANOS) {
        soon = true;
      } else {
        files.remove(file.name);
        if (!file.deployed.isEmpty()) {
          listener.removed(file.name, file.deployed.stream().map(Deployed::dag).toList());
          tryDisplaced();
        }
      }
    }
    return soon;
  }

  /// Files that were refused for the sake of another may be taken now.
  private void tryDisplaced() {
    files.values().stream().filter(file -> file.displaced).forEach(file -> file.tried = null);
  }

  private boolean look(WatchedFile file) {
    FileStamp stamp = stamp(file);
    if (stamp == null) {
      return false;
    }
    long now = System.nanoTime();
    if (!stamp.equals(file.seen)) {
      file.seen = stamp;
      if (file.changingSince == 0) {
        file.changingSince = now;
      }
      if (now - file.changingSince < LONGEST_CHANGE_NANOS) {
        return true;
      }
    }
    boolean changed = file.changingSince != 0;
    boolean compare = stamp.bytes() <= COMPARED_BYTES && now - file.comparedAt > COMPARE_NANOS;
    file.changingSince = 0;
    if (changed || compare || file.tried == null) {
      take(file, changed);
    }
    return false;
  }

  private @Nullable FileStamp stamp(WatchedFile file) {
    try {
      FileStamp stamp = FileStamp.of(folder.resolve(file.name));
      file.unreadable = null;
      return stamp;
    } catch (IOException e) {
      unreadable(file, e);
      return null;
    }
  }

  private void unreadable(WatchedFile file, IOException e) {
    String why = switch (e) {
      case NoSuchFileException _ -> "it links to a file that does not exist";
      case AccessDeniedException _ -> "permission denied";
      default -> e.toString();
    };
    if (!why.equals(file.unreadable)) {
      file.unreadable = why;
      file.tried = null;
      listener.refused(file.name, RefusedException.of(Kind.INVALID, "unreadable", file.name,
          "Expected to read " + folder.resolve(file.name) + ", but " + why + "; it is tried again when that changes"));
    }
  }

  private void take(WatchedFile file) {
    take(file, true);
  }

  /// Deploys a file if its content is another one than before, or if it was saved and its version is not the active one.
  ///
  /// @param saved whether it was saved, possibly with the content it had
  private void take(WatchedFile file, boolean saved) {
    byte[] content;
    try {
      content = Files.readAllBytes(folder.resolve(file.name));
    } catch (IOException e) {
      unreadable(file, e);
      return;
    }
    file.comparedAt = System.nanoTime();
    String hash = BundleLoader.hash(content);
    boolean same = hash.equals(file.tried);
    if (content.length > 0 && (!same || (saved && isInactive(file)))) {
      file.tried = hash;
      deploy(file, content);
    }
  }

  /// Whether another version than the one of this file is active, for example after a rollback.
  private boolean isInactive(WatchedFile file) {
    if (file.deployed.isEmpty()) {
      return false;
    }
    Map<String, Integer> active = operations.dags()
        .list()
        .stream()
        .collect(Collectors.toMap(DagView::id, DagView::version));
    return file.deployed.stream().anyMatch(each -> each.version() != active.getOrDefault(each.dag(), 0));
  }

  private void deploy(WatchedFile file, byte[] content) {
    try {
      file.displaced = false;
      List<Deployed> before = file.deployed;
      file.deployed = deployer.deploy(file.name, content, dags -> refuseTaken(file, dags));
      listener.deployed(file.name, file.deployed);
      if (before.stream().anyMatch(each -> file.deployed.stream().noneMatch(now -> now.dag().equals(each.dag())))) {
        tryDisplaced();
      }
    } catch (RefusedException e) {
      if (e.kind() == Kind.UNAVAILABLE) {
        file.tried = null;
        noteOnce(file.name + " is deployed later: " + e.getMessage());
      } else {
        listener.refused(file.name, e);
      }
    } catch (RuntimeException e) {
      LOG.warn("The file {} was not deployed; saving it again retries", file.name, e);
      listener.refused(file.name, RefusedException.of(Kind.INVALID, "internal-error", file.name,
          "Internal error: " + e + "; the log in the data directory tells more, saving the file again retries"));
    }
  }

  private void refuseTaken(WatchedFile file, List<String> dags) {
    Map<String, String> owner = new HashMap<>();
    files.values()
        .stream()
        .filter(other -> !other.name.equals(file.name))
        .forEach(other -> other.deployed.forEach(each -> owner.put(each.dag(), other.name)));
    for (String dag : dags) {
      String other = owner.get(dag);
      if (other != null) {
        file.displaced = true;
        throw RefusedException.of(Kind.CONFLICT, "id-taken", dag, "Expected each DAG id in one file of " + folder
            + ", but '" + dag + "' is in " + other + " and in " + file.name + "; rename one of the DAGs, or remove "
            + file.name);
      }
    }
  }

  /// The names of the files that could be deployed, null if the folder cannot be listed.
  private @Nullable NavigableSet<String> names() {
    NavigableSet<String> names = new TreeSet<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (!name.startsWith(".")) {
          boolean nested = Files.isDirectory(entry);
          if (nested && holdsBundles(entry)) {
            noteOnce("not looked into: " + name + "; only files directly in the folder are deployed");
          } else if (!nested && isBundle(name)) {
            names.add(name);
          }
        }
      }
    } catch (IOException e) {
      if (!gone) {
        gone = true;
        listener.noted("the folder " + folder + " cannot be listed (" + e.getClass().getSimpleName()
            + "); its DAGs stay, and it is looked for again");
      }
      return null;
    }
    if (gone) {
      gone = false;
      listener.noted("the folder " + folder + " is there again");
    }
    return names;
  }

  private static boolean holdsBundles(Path nested) {
    try (Stream<Path> entries = Files.list(nested)) {
      return entries.anyMatch(entry -> isBundle(entry.getFileName().toString()));
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean isBundle(String name) {
    return !name.startsWith(".") && (name.endsWith(".java") || name.endsWith(".jar"));
  }

  private void noteOnce(String text) {
    if (told.add(text)) {
      listener.noted(text);
    }
  }

  /// Asks for events of the folder that the path leads to now. Without them changes are seen all the same, a little later.
  private void register() {
    try {
      FolderIdentity now = FolderIdentity.of(folder);
      if (now.equals(registeredFolder) && registered != null && registered.isValid()) {
        return;
      }
      if (registered != null) {
        registered.cancel();
      }
      registered = folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
      registeredFolder = now;
    } catch (IOException _) {
      registeredFolder = null;
    }
  }

  private record FolderIdentity(Path real, @Nullable Object key) {
    static FolderIdentity of(Path folder) throws IOException {
      return new FolderIdentity(folder.toRealPath(),
          Files.readAttributes(folder, BasicFileAttributes.class).fileKey());
    }
  }

  @Override public void close() {
    try {
      watch.close();
      thread.interrupt();
      thread.join();
    } catch (IOException e) {
      LOG.warn("The folder {} is no longer watched, but: {}", folder, e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
