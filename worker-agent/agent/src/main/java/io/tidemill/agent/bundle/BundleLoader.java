package io.tidemill.agent.bundle;

import io.tidemill.protocol.BundleFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Makes bundles usable: first [#prepare], which runs no user code, then [#load]. Safe for use by several threads.
///
/// A prepared bundle stays in the folder by its hash and is found there again, also by another process. The folder is
/// trusted: whoever can write there can run code here.
public final class BundleLoader {
  /// How a jar begins, and no text of Java does.
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private static final String WARM_UP = """
      import module java.base;
      import io.tidemill.dsl.*;
      Dag<NoParams> dag() {
        return Dag.define("warm-up", d -> {
          var one = d.task("one").run(Integer.class, ctx -> 1);
          d.task("two").needs(one).exec((ctx, n) -> System.out.println(n));
        });
      }
      void main() {}
      """;

  private final Path folder;
  private final BundleLimits limits;
  private final BundleDiskCache kept;
  /// Files whose content this process has compared with their names.
  private final Set<Path> intact = ConcurrentHashMap.newKeySet();

  /// @param folder where prepared bundles are kept; made when needed
  public BundleLoader(Path folder, BundleLimits limits) {
    this.folder = folder;
    this.limits = limits;
    this.kept = new BundleDiskCache(folder, limits.keptBytes());
  }

  /// @param folder where prepared bundles are kept; made when needed
  public BundleLoader(Path folder) {
    this(folder, BundleLimits.DEFAULT);
  }

  /// The hash by which a bundle is known: SHA-256 of its content in lower-case hex.
  public static String hash(byte[] content) {
    return HexFormat.of().formatHex(sha256().digest(content));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  /// Compiles a small file and forgets it, so that the first one that counts does not wait until the compiler is loaded.
  public static void warmUp() {
    try {
      SourceJar.of(new BundleFile("WarmUp.java", WARM_UP.getBytes(StandardCharsets.UTF_8)));
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Checks a jar, compiles a source file into one, and keeps it. Does so once for each bundle; later calls find it.
  ///
  /// @throws BundleException if the bundle cannot be used, with all problems
  /// @throws IOException if the folder cannot be written or read
  public PreparedBundle prepare(BundleFile file) throws BundleException, IOException {
    String name = file.name();
    if (!name.endsWith(PreparedBundle.SOURCE) && !name.endsWith(PreparedBundle.JAR)) {
      throw new BundleException("Expected a bundle named ….jar or ….java, but found '" + name + "'");
    }
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
      throw new BundleException("Expected a bundle's file name without a folder, but found '" + name + "'");
    }
    if (file.content().length > limits.fileBytes()) {
      throw new BundleException(String.format(Locale.ROOT, "Expected a bundle of at most %,d bytes, but %s has %,d",
          limits.fileBytes(), name, file.content().length));
    }
    byte[] jar = isSource(file) ? compiled(file) : file.content();
    PreparedBundle prepared = PreparedBundle.in(folder, hash(jar),
        name.endsWith(PreparedBundle.JAR) ? name : name + PreparedBundle.JAR);
    if (!kept.use(prepared.jar()) || !isIntact(prepared)) {
      keep(prepared.jar(), jar, new JarCheck(limits, name));
    }
    return prepared;
  }

  /// Whether it is text: what was compiled before keeps the name of its source, and is a jar.
  private static boolean isSource(BundleFile file) {
    byte[] content = file.content();
    return file.name().endsWith(PreparedBundle.SOURCE)
        && !Arrays.equals(content, 0, Math.min(content.length, ZIP.length), ZIP, 0, ZIP.length);
  }

  /// The jar of a source file. It is found again by what it was made of, so that a file that did not change is compiled once.
  private byte[] compiled(BundleFile source) throws BundleException, IOException {
    // The name is part of the key, since it names the class; so is the Java that compiled it.
    Path made = folder.resolve("compiled-" + hash(source.content()) + "-java" + Runtime.version().feature() + "-"
        + source.name() + PreparedBundle.JAR);
    try {
      if (!kept.use(made) || !isWhole(made)) {
        keep(made, SourceJar.of(source), null);
      }
      return Files.readAllBytes(made);
    } finally {
      kept.release(made);
    }
  }

  private void keep(Path jar, byte[] content, @Nullable JarCheck check) throws BundleException, IOException {
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "draft", PreparedBundle.JAR);
    try {
      Files.write(draft, content);
      if (check != null) {
        check.check(draft, content.length);
      }
      force(draft);
      Files.move(draft, jar, StandardCopyOption.ATOMIC_MOVE);
      kept.added(jar);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /// A bundle that was prepared before, or null.
  ///
  /// @param hash its hash in lower-case hex
  public @Nullable PreparedBundle find(String hash) throws IOException {
    return find(hash, _ -> {});
  }

  /// A bundle that was prepared before, or null. One that is damaged on this disk is forgotten.
  ///
  /// @param hash its hash in lower-case hex
  /// @param damaged told of files that were not what their names say
  public @Nullable PreparedBundle find(String hash, Consumer<Path> damaged) throws IOException {
    if (!Files.isDirectory(folder)) {
      return null;
    }
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, hash + "-*" + PreparedBundle.JAR)) {
      for (Path jar : jars) {
        if (!kept.use(jar)) {
          continue;
        }
        PreparedBundle prepared = PreparedBundle.in(folder, hash,
            jar.getFileName().toString().substring(hash.length() + 1));
        if (isIntact(prepared)) {
          return prepared;
        }
        discard(prepared);
        damaged.accept(jar);
      }
    }
    return null;
  }

  /// Says that this process does not need a prepared bundle any more. It stays in the folder as long as there is room.
  public void release(PreparedBundle prepared) {
    kept.release(prepared.jar());
  }

  /// Whether the content of a file is what its name says. Each process looks once, since it reads all of it.
  private boolean isIntact(PreparedBundle prepared) throws IOException {
    if (intact.contains(prepared.jar())) {
      return true;
    }
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(prepared.jar())) {
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(prepared.hash())) {
      return false;
    }
    intact.add(prepared.jar());
    return true;
  }

  /// Whether a prepared bundle is in the folder, and whole as far as its own directory tells.
  public boolean isWhole(PreparedBundle prepared) {
    return isWhole(prepared.jar());
  }

  private static boolean isWhole(Path jar) {
    try (ZipFile _ = new ZipFile(jar.toFile())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Forgets a prepared bundle that is damaged on this disk.
  ///
  /// @throws IOException if it cannot be deleted
  public void discard(PreparedBundle prepared) throws IOException {
    intact.remove(prepared.jar());
    Files.deleteIfExists(prepared.jar());
  }

  /// Puts a file on the disk, so that a name never stands for half of it.
  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /// Opens a prepared bundle with a class loader of its own. Runs no user code yet.
  ///
  /// @throws IOException if the jar cannot be read
  public LoadedBundle load(PreparedBundle prepared) throws IOException {
    return LoadedBundle.open(prepared);
  }
}
