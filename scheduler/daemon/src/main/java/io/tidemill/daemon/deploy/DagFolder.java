package io.tidemill.daemon.deploy;

import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.api.Operations;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.version.Deployed;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deploys the files of a folder at its start, and each file whenever it is saved, on a thread of its own.
public final class DagFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DagFolder.class);
  /// Editors save in several steps; changes within this time count as one.
  private static final long SETTLE_MILLIS = 100;

  private final Path folder;
  private final Operations operations;
  private final Listener listener;
  private final WatchService watch;
  private final Map<String, String> lastHash = new HashMap<>();
  private final Thread thread;

  /// Receives the results of deployments.
  public interface Listener {
    /// A file was deployed.
    void deployed(String file, List<Deployed> versions);

    /// A file cannot be deployed.
    void refused(String file, RefusedException reasons);
  }

  /// @param folder created if it is missing
  public DagFolder(Path folder, Operations operations, Listener listener) throws IOException {
    this.folder = folder;
    this.operations = operations;
    this.listener = listener;
    Files.createDirectories(folder);
    watch = folder.getFileSystem().newWatchService();
    folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
    thread = Thread.ofVirtual().name("tidemill-dag-folder").unstarted(this::follow);
  }

  /// Starts watching.
  public void start() {
    thread.start();
  }

  private void follow() {
    try {
      NavigableSet<String> present = all();
      present.forEach(this::deploy);
      if (present.isEmpty()) {
        BundleLoader.warmUp();
      }
      while (true) {
        changed(watch.take()).forEach(this::deploy);
      }
    } catch (InterruptedException | ClosedWatchServiceException _) {
      // closed
    }
  }

  private NavigableSet<String> all() {
    NavigableSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.map(file -> file.getFileName().toString()).filter(DagFolder::isBundle).forEach(names::add);
    } catch (IOException e) {
      LOG.warn("The folder {} cannot be listed: {}", folder, e.toString());
    }
    return names;
  }

  private NavigableSet<String> changed(WatchKey first) throws InterruptedException {
    NavigableSet<String> names = new TreeSet<>();
    for (WatchKey key = first; key != null; key = watch.poll(SETTLE_MILLIS, TimeUnit.MILLISECONDS)) {
      for (var event : key.pollEvents()) {
        if (event.context() instanceof Path path) {
          names.add(path.toString());
        } else {
          names.addAll(all());
        }
      }
      key.reset();
    }
    names.removeIf(name -> !isBundle(name));
    return names;
  }

  private static boolean isBundle(String name) {
    return !name.startsWith(".") && (name.endsWith(".java") || name.endsWith(".jar"));
  }

  private void deploy(String name) {
    try {
      byte[] content = Files.readAllBytes(folder.resolve(name));
      String hash = BundleLoader.hash(content);
      if (content.length > 0 && !hash.equals(lastHash.put(name, hash))) {
        listener.deployed(name, operations.versions().deploy(name, content, null));
      }
    } catch (RefusedException e) {
      listener.refused(name, e);
    } catch (NoSuchFileException _) {
      lastHash.remove(name);
    } catch (IOException | RuntimeException e) {
      LOG.warn("The file {} was not deployed; saving it again retries", name, e);
      lastHash.remove(name);
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
