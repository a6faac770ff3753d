package io.tidemill.agent.bundle;

import io.tidemill.protocol.BundleFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes bundles usable: first [#prepare], which runs no user code, then [#load]. Safe for use by several threads.
///
/// A prepared bundle stays in the folder by its hash and is found there again, also by another process. The folder is
/// trusted: whoever can write there can run code here.
public final class BundleLoader {
  private static final String COMPILED = "-java" + Runtime.version().feature();
  private static final Pattern OTHER_COMPILED = Pattern.compile("-java\\d+$");

  private final Path folder;
  private final BundleLimits limits;
  private final KeptBundles kept;

  /// @param folder where prepared bundles are kept; made when needed
  public BundleLoader(Path folder, BundleLimits limits) {
    this.folder = folder;
    this.limits = limits;
    this.kept = new KeptBundles(folder, limits.keptBytes());
  }

  /// @param folder where prepared bundles are kept; made when needed
  public BundleLoader(Path folder) {
    this(folder, BundleLimits.DEFAULT);
  }

  /// The hash by which a bundle is known: SHA-256 of its content in lower-case hex.
  public static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  /// Checks a jar, compiles a source file, and keeps the outcome. Does so once for each bundle; later calls find it.
  ///
  /// @throws BundleException if the bundle cannot be used, with all problems
  /// @throws IOException if the folder cannot be written or read
  public PreparedBundle prepare(BundleFile file) throws BundleException, IOException {
    String name = file.name();
    boolean source = name.endsWith(".java");
    if (!source && !name.endsWith(".jar")) {
      throw new BundleException("Expected a bundle named ….jar or ….java, but found '" + name + "'");
    }
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
      throw new BundleException("Expected a bundle's file name without a folder, but found '" + name + "'");
    }
    if (file.content().length > limits.fileBytes()) {
      throw new BundleException(String.format(Locale.ROOT, "Expected a bundle of at most %,d bytes, but %s has %,d",
          limits.fileBytes(), name, file.content().length));
    }
    String hash = hash(file.content());
    // The name is part of the key of a source file, since it names the class; so is the Java that compiled it.
    String stem = hash + "-" + (source
        ? name.substring(0, name.length() - ".java".length()) + COMPILED
        : name.substring(0, name.length() - ".jar".length()));
    PreparedBundle prepared = new PreparedBundle(hash, name, folder.resolve(stem + ".jar"));
    if (!kept.use(prepared.jar())) {
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, "draft", ".jar");
      try {
        if (source) {
          compile(file, draft);
        } else {
          Files.write(draft, file.content());
          new JarCheck(limits, name).check(draft, file.content().length);
        }
        force(draft);
        Files.move(draft, prepared.jar(), StandardCopyOption.ATOMIC_MOVE);
        kept.added(prepared.jar());
      } finally {
        Files.deleteIfExists(draft);
      }
    }
    return prepared;
  }

  /// A bundle that was prepared before, or null.
  ///
  /// @param hash its hash in lower-case hex
  public @Nullable PreparedBundle find(String hash) throws IOException {
    if (!Files.isDirectory(folder)) {
      return null;
    }
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, hash + "-*.jar")) {
      for (Path jar : jars) {
        String stem = jar.getFileName().toString();
        stem = stem.substring(hash.length() + 1, stem.length() - ".jar".length());
        boolean compiled = stem.endsWith(COMPILED);
        // One that another Java compiled is compiled again.
        if ((compiled || !OTHER_COMPILED.matcher(stem).find()) && kept.use(jar)) {
          return new PreparedBundle(hash,
              compiled ? stem.substring(0, stem.length() - COMPILED.length()) + ".java" : stem + ".jar", jar);
        }
      }
    }
    return null;
  }

  /// Forgets a prepared bundle that is damaged on this disk.
  ///
  /// @throws IOException if it cannot be deleted
  public void discard(PreparedBundle prepared) throws IOException {
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

  private static void compile(BundleFile file, Path jar) throws BundleException, IOException {
    SortedMap<String, byte[]> classes = SourceCompiler.compile(file.name(), decode(file));
    String dags = classes.keySet()
        .stream()
        .filter(name -> DagMethod.isOfferedBy(name, classes))
        .collect(Collectors.joining("\n"));
    if (dags.isEmpty()) {
      throw new BundleException("Expected a method 'Dag<?> dag()' in " + file.name() + ", but found none");
    }
    try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out)) {
      zip.putNextEntry(new JarEntry(DagIndex.ENTRY));
      zip.write(dags.getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, byte[]> each : classes.entrySet()) {
        zip.putNextEntry(new JarEntry(each.getKey().replace('.', '/') + ".class"));
        zip.write(each.getValue());
      }
    }
  }

  private static String decode(BundleFile file) throws BundleException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file.content())).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new BundleException("Expected " + file.name() + " to be UTF-8 text, but it is not");
    }
  }
}
