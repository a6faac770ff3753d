package io.tidemill.agent.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The prepared bundles in a folder, up to a size. The time of a file tells when it was last used. Other processes may use the
/// folder too. Safe for use by several threads.
final class BundleDiskCache {
  /// A draft this old was left by a process that was killed.
  private static final Duration DRAFT_LASTS = Duration.ofHours(1);

  private final Path folder;
  private final long mostBytes;
  /// Files this process has in use: classes may still be read from them.
  private final Set<Path> used = ConcurrentHashMap.newKeySet();

  BundleDiskCache(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /// Marks a file as used now; false if it is not there.
  boolean use(Path jar) {
    used.add(jar);
    try {
      Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
      return true;
    } catch (IOException _) {
      // It is not there, or the folder is read-only; that it cannot be marked only makes it go earlier.
      return Files.isRegularFile(jar);
    }
  }

  /// This process needs a file no longer: it may go when there is no room.
  void release(Path jar) {
    used.remove(jar);
  }

  /// A file was added: others go until all fit.
  void added(Path jar) throws IOException {
    used.add(jar);
    List<Kept> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> file.getFileName().toString().endsWith(".jar")).toList()) {
        all.add(Kept.of(file));
      }
    }
    Instant old = Instant.now().minus(DRAFT_LASTS);
    long bytes = all.stream().mapToLong(Kept::bytes).sum();
    all.sort(Comparator.comparing(Kept::at));
    for (Kept each : all) {
      boolean draft = each.file().getFileName().toString().startsWith("draft");
      if (draft ? each.at().isBefore(old) : bytes > mostBytes && !used.contains(each.file())) {
        Files.deleteIfExists(each.file());
        bytes -= each.bytes();
      }
    }
  }

  private record Kept(Path file, Instant at, long bytes) {
    static Kept of(Path file) {
      try {
        return new Kept(file, Files.getLastModifiedTime(file).toInstant(), Files.size(file));
      } catch (IOException _) {
        // Another process deleted or renamed it.
        return new Kept(file, Instant.MAX, 0);
      }
    }
  }
}
