package io.tidemill.daemon.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The directory with all files of one installation:
///
/// | file | what |
/// |---|---|
/// | `tidemill.mv.db` | the H2 database, unless PostgreSQL is configured |
/// | `tidemill.properties` | settings, optional |
/// | `agent/` | prepared bundles |
/// | `token` | secret of the API, readable by its owner only |
/// | `server.json` | ports and process of a running `dev` or `server` |
/// | `agents-cert.pem`, `agents-key.pem` | generated certificate for connections of agents, where needed |
/// | `peer-cert.pem`, `peer-key.pem` | generated certificate for calls between schedulers, where the database is PostgreSQL |
/// | `open.html` | takes a browser to the console, with a login code that was good once |
/// | `lock` | held by the one process that uses the directory |
/// | `tidemill.log` | log of the process |
///
/// Without `--data` and without `TIDEMILL_DATA` it is the nearest `.tidemill` from the working directory upwards that belongs
/// to the user, else a new `.tidemill` in the working directory.
public final class DataDirectory {
  /// Default name.
  public static final String NAME = ".tidemill";

  private static final int TOKEN_BYTES = 32;
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(15);
  private static final Duration SETTLED_POLL = Duration.ofMillis(50);

  private final Path path;

  private DataDirectory(Path path) {
    this.path = path;
  }

  /// The directory at a path, which need not exist.
  public static DataDirectory at(Path path) {
    return new DataDirectory(path.toAbsolutePath().normalize());
  }

  /// Finds the directory as described above.
  ///
  /// @param given value of `--data`, null if not given
  public static DataDirectory find(@Nullable Path given, Map<String, String> environment, Path workingDirectory) {
    String variable = environment.get("TIDEMILL_DATA");
    if (given != null) {
      return at(given);
    }
    if (variable != null && !variable.isBlank()) {
      return at(Path.of(variable));
    }
    Path here = workingDirectory.toAbsolutePath().normalize();
    for (Path each = here; each != null; each = each.getParent()) {
      Path candidate = each.resolve(NAME);
      // Another user's directory could name another database, or contain code that would run here.
      if (Files.isDirectory(candidate) && ownedByUser(candidate)) {
        return at(candidate);
      }
    }
    return at(here.resolve(NAME));
  }

  private static boolean ownedByUser(Path candidate) {
    try {
      return Files.getOwner(candidate, LinkOption.NOFOLLOW_LINKS).getName().equals(System.getProperty("user.name"));
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  /// Its path.
  public Path path() {
    return path;
  }

  /// Whether it exists.
  public boolean exists() {
    return Files.isDirectory(path);
  }

  /// Work folder of the agent of this process.
  public Path agent() {
    return path.resolve("agent");
  }

  /// Log file of the process.
  public Path log() {
    return path.resolve("tidemill.log");
  }

  /// Creates it if it is missing, accessible to its owner only.
  ///
  /// @throws DataDirectoryException if it cannot be created
  public void make() {
    try {
      create();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private DataDirectoryException unwritable(IOException e) {
    return new DataDirectoryException("Expected a directory this process may write at " + path + ", but found " + e
        + "; change its permissions, or choose another one with --data");
  }

  /// Creates it if it is missing, and locks it for this process.
  ///
  /// @param verb the verb of this process, recorded for others that find the lock held
  /// @throws DataDirectoryException if another process holds it, or it cannot be created or written
  public Lock lock(String verb) {
    try {
      create();
      Path file = path.resolve("lock");
      FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
          StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        String holder = holder(channel);
        channel.close();
        throw new DataDirectoryException("Expected the data directory " + path + " to be free, but " + holder
            + " uses it; wait until it has ended, or choose another one with --data");
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(
          new LockHolder(ProcessHandle.current().pid(), verb).text().getBytes(StandardCharsets.UTF_8)), 0);
      return new Lock(channel);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void create() throws IOException {
    if (exists()) {
      OwnerOnly.tighten(path);
      return;
    }
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (UnsupportedOperationException _) {
      Files.createDirectory(path);
    } catch (FileAlreadyExistsException e) {
      if (!exists()) {
        throw e;
      }
    }
    // Keep the directory out of the project's version control.
    Files.writeString(path.resolve(".gitignore"), "*\n");
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(200);
    channel.read(bytes, 0);
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "another process" : text;
  }

  /// The secret of the API, generated if there is none.
  public String token() throws IOException {
    Path file = path.resolve("token");
    if (!Files.exists(file)) {
      byte[] random = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(random);
      writePrivately(file, HexFormat.of().formatHex(random));
    }
    return Files.readString(file).strip();
  }

  /// Writes a page, readable by its owner only, that takes a browser to an address.
  ///
  /// @param address one that needs no escapes in HTML
  public Path loginPage(String address) throws IOException {
    Path page = path.resolve("open.html");
    writePrivately(page,
        "<!doctype html><meta charset=\"utf-8\"><title>Tidemill</title><meta http-equiv=\"refresh\" content=\"0;url="
            + address + "\"><a href=\"" + address + "\">Open the console</a>\n");
    return page;
  }

  /// The `dev` or `server` that runs on this directory, if any. One that holds the lock but does not answer is starting or stopping;
  /// it is awaited for 15 seconds at most.
  public Optional<ServerRecord> server() {
    Optional<ServerRecord> found = answering();
    long began = System.nanoTime();
    while (found.isEmpty() && serverHolds() && System.nanoTime() - began < SETTLED_WITHIN.toNanos()) {
      try {
        Thread.sleep(SETTLED_POLL);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
      found = answering();
    }
    return found;
  }

  private boolean serverHolds() {
    try {
      return LockHolder.parse(Files.readString(path.resolve("lock"))).filter(LockHolder::serves).isPresent();
    } catch (IOException _) {
      return false;
    }
  }

  private Optional<ServerRecord> answering() {
    return ServerRecord.read(path.resolve(ServerRecord.FILE)).filter(ServerRecord::alive);
  }

  /// Publishes the address of the `dev` or `server` that runs on this directory.
  public void announce(ServerRecord record) throws IOException {
    writePrivately(path.resolve(ServerRecord.FILE), record.json());
  }

  /// Whether the process before this one ended without being stopped: what it published is there still. To be asked before
  /// [#announce].
  boolean isAbandoned() {
    return Files.exists(path.resolve(ServerRecord.FILE));
  }

  /// Removes what [#announce] published.
  public void withdraw() throws IOException {
    Files.deleteIfExists(path.resolve(ServerRecord.FILE));
  }

  private static void writePrivately(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.deleteIfExists(draft);
    try {
      Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (UnsupportedOperationException _) {
      Files.createFile(draft);
    }
    Files.writeString(draft, text + "\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// The lock of the directory, held until it is closed.
  public static final class Lock implements AutoCloseable {
    private final FileChannel channel;

    private Lock(FileChannel channel) {
      this.channel = channel;
    }

    @Override public void close() {
      try (channel) {
        channel.truncate(0);
      } catch (IOException _) {
        // The process ends soon and releases the lock.
      }
    }
  }
}
