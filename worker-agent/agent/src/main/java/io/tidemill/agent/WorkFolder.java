package io.tidemill.agent;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// The folder of one agent process: identity, journal, prepared bundles. Held from [#open] to [#close]; the operating system
/// lets go of it when the process ends, however it ends.
public final class WorkFolder implements AutoCloseable {
  /// A byte far behind the text of the lock file, so that others can still read who holds it.
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private WorkFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /// Makes the folder if there is none, takes its rights from everybody but the owner, and holds it.
  ///
  /// @throws WorkFolderException if it cannot be used, with what to do about it
  public static WorkFolder open(Path folder) throws WorkFolderException {
    Path path = folder.toAbsolutePath().normalize();
    FileChannel channel = null;
    try {
      prepare(path);
      Path file = path.resolve("agent.lock");
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = lock(channel);
      if (lock == null) {
        String holder = Files.readString(file).strip();
        channel.close();
        throw new WorkFolderException("Expected the work folder " + path + " for this agent alone, but "
            + (holder.isEmpty() ? "another agent" : holder) + " holds it; give each agent a folder of its own, or stop"
            + " the other one");
      }
      String mine = "process " + ProcessHandle.current().pid() + ", since "
          + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(mine.getBytes(StandardCharsets.UTF_8)), 0);
      return new WorkFolder(path, channel, lock);
    } catch (IOException e) {
      closeQuietly(channel, e);
      throw e instanceof WorkFolderException known ? known : unusable(path, e);
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel, IOException why) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        why.addSuppressed(e);
      }
    }
  }

  private static WorkFolderException unusable(Path path, IOException e) {
    String why = switch (e) {
      case FileAlreadyExistsException _ -> "there is something that is no folder";
      case NoSuchFileException _ -> "no folder can be made there";
      default -> e.getClass().getSimpleName() + " " + e.getMessage();
    };
    return new WorkFolderException("Expected a work folder that this user can write to at " + path + ", but: " + why
        + "; name another one, or make it writable for the user " + System.getProperty("user.name"), e);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private static void prepare(Path path) throws IOException {
    Files.createDirectories(path);
    PosixFileAttributeView rights = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (rights != null) {
      var owners = PosixFilePermissions.fromString("rwx------");
      if (!rights.readAttributes().permissions().equals(owners)) {
        rights.setPermissions(owners);
      }
    }
    // A folder may be writable and its disk full or read-only: only a write tells.
    Path probe = path.resolve("probe");
    try (RandomAccessFile file = new RandomAccessFile(probe.toFile(), "rw")) {
      file.write(1);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  /// The folder.
  public Path path() {
    return path;
  }

  /// File of the journal.
  public Path journal() {
    return path.resolve("journal");
  }

  /// Lets others have the folder.
  @Override public void close() throws IOException {
    try (channel) {
      lock.release();
    }
  }
}
