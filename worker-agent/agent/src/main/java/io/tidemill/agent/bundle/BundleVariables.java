package io.tidemill.agent.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/// Variables of the environment that a bundle might ask for: its texts that could be names of some. No code of it runs.
final class BundleVariables {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  /// These change the process itself.
  private static final Pattern KEPT = Pattern.compile("(LD_|_?JAVA|JDK|LC_|LANG|MALLOC|GLIBC|TZ|PATH|HOME|TMP).*");
  private static final int MAX_NAMES = 2_000;
  /// Valid as a text and as a number.
  private static final String VALUE = "7";

  private BundleVariables() {}

  /// A value for each.
  static Map<String, String> of(PreparedBundle bundle) throws IOException {
    Map<String, String> variables = new TreeMap<>();
    try (JarFile jar = new JarFile(bundle.jar().toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        if (entry.getName().endsWith(".class") && variables.size() < MAX_NAMES) {
          try (InputStream in = jar.getInputStream(entry)) {
            collect(in.readAllBytes(), variables);
          }
        }
      }
    }
    return variables;
  }

  private static void collect(byte[] type, Map<String, String> variables) {
    try {
      for (PoolEntry entry : ClassFile.of().parse(type).constantPool()) {
        if (entry instanceof StringEntry text && NAME.matcher(text.stringValue()).matches()
            && !KEPT.matcher(text.stringValue()).matches() && variables.size() < MAX_NAMES) {
          variables.put(text.stringValue(), VALUE);
        }
      }
    } catch (IllegalArgumentException _) {
      // Not a class file; nobody will load it.
    }
  }
}
