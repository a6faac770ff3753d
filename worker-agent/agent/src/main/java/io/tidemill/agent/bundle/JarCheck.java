package io.tidemill.agent.bundle;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Looks through a jar before any class of it is loaded.
///
/// Sizes are counted while unpacking, since what a jar says about its own sizes is as little to be trusted as the rest.
final class JarCheck {
  private static final int CLASS_HEAD_BYTES = 8;
  private static final int CLASS_VERSION_OF_JAVA_0 = 44;

  private final BundleLimits limits;
  private final String name;

  /// @param name file name for the messages
  JarCheck(BundleLimits limits, String name) {
    this.limits = limits;
    this.name = name;
  }

  /// @param packedBytes size of the jar file
  void check(Path jar, long packedBytes) throws BundleException, IOException {
    try (ZipFile zip = new ZipFile(jar.toFile(), StandardCharsets.UTF_8)) {
      if (zip.size() > limits.entries()) {
        throw new BundleException("Expected at most " + limits.entries() + " entries in " + name + ", but found "
            + zip.size());
      }
      CentralDirectory.refuseOthersThanFiles(jar, name);
      checkEntries(zip, packedBytes);
      checkIndex(zip);
    } catch (ZipException | EOFException e) {
      throw new BundleException("Expected " + name + " to be a jar, but it cannot be read as one: " + e.getMessage()
          + "; it may be cut off: build it again, or copy it again");
    }
  }

  private void checkEntries(ZipFile zip, long packedBytes) throws BundleException, IOException {
    long most = Math.min(limits.unpackedBytes(),
        Math.max(BundleLimits.RATIO_FROM_BYTES, packedBytes * limits.ratio()));
    long unpacked = 0;
    Set<String> seen = new HashSet<>();
    byte[] buffer = new byte[64 << 10];
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      ZipEntry entry = entries.nextElement();
      checkName(entry.getName());
      if (!seen.add(entry.getName())) {
        throw new BundleException("Expected each entry of " + name + " once, but found '" + entry.getName()
            + "' twice");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        checkClass(entry.getName(), in);
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          unpacked += n;
          if (unpacked > most) {
            throw new BundleException(String.format(Locale.ROOT,
                "Expected %s (%,d bytes) to unpack to at most %,d bytes, but found more at entry '%s'", name,
                packedBytes, most, entry.getName()));
          }
        }
      }
    }
  }

  /// Refuses a class that this Java cannot load. Reads its first bytes.
  private void checkClass(String entry, InputStream in) throws BundleException, IOException {
    // Variants for other versions of Java are looked at by those only.
    if (!entry.endsWith(".class") || entry.startsWith("META-INF/versions/")) {
      return;
    }
    byte[] head = in.readNBytes(CLASS_HEAD_BYTES);
    int version = head.length < CLASS_HEAD_BYTES ? 0 : (head[6] & 0xFF) << 8 | head[7] & 0xFF;
    int runs = Runtime.version().feature();
    if (version > runs + CLASS_VERSION_OF_JAVA_0) {
      int needs = version - CLASS_VERSION_OF_JAVA_0;
      throw new BundleException("Expected classes for Java " + runs + " or older in " + name + ", but found " + entry
          + " built for Java " + needs + " (class file version " + version + "); build it with --release " + runs
          + ", or run Tidemill on Java " + needs);
    }
  }

  private void checkName(String entry) throws BundleException {
    boolean absolute = entry.startsWith("/") || (entry.length() > 1 && entry.charAt(1) == ':');
    boolean leaves = ("/" + entry + "/").contains("/../");
    if (absolute || leaves || entry.indexOf('\\') >= 0 || entry.indexOf('\0') >= 0) {
      throw new BundleException("Expected relative entry names inside " + name + ", but found '" + entry
          + "'; pack it again from inside its folder");
    }
    long depth = entry.chars().filter(c -> c == '/').count();
    if (depth > limits.depth()) {
      throw new BundleException("Expected entries at most " + limits.depth() + " folders deep inside " + name
          + ", but found one " + depth + " folders deep: '" + entry.substring(0, Math.min(entry.length(), 80)) + "…'");
    }
  }

  private void checkIndex(ZipFile zip) throws BundleException, IOException {
    ZipEntry index = zip.getEntry(DagIndex.ENTRY);
    if (index == null) {
      throw new BundleException("Expected the entry " + DagIndex.ENTRY + " in " + name
          + ", but found none; put the names of the classes with a 'Dag<?> dag()' method there, one a line");
    }
    try (InputStream in = zip.getInputStream(index)) {
      if (DagIndex.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEmpty()) {
        throw new BundleException("Expected class names in " + DagIndex.ENTRY + " of " + name + ", but it is empty");
      }
    }
  }
}
