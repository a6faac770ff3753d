package io.tidemill.agent.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A bundle whose classes can be loaded, apart from all other bundles.
///
/// Closing releases the jar; classes that are loaded stay usable. A forgotten bundle is released by the garbage collector.
public final class LoadedBundle implements AutoCloseable {
  private final PreparedBundle prepared;
  private final BundleClassLoader loader;
  private final List<String> dagClasses;

  private LoadedBundle(PreparedBundle prepared, BundleClassLoader loader, List<String> dagClasses) {
    this.prepared = prepared;
    this.loader = loader;
    this.dagClasses = dagClasses;
  }

  static LoadedBundle open(PreparedBundle prepared) throws IOException {
    BundleClassLoader loader = new BundleClassLoader(prepared.hash(), prepared.jar());
    try (InputStream index = loader.getResourceAsStream(DagIndex.ENTRY)) {
      if (index == null) {
        throw new IOException("Expected " + DagIndex.ENTRY + " in " + prepared.jar() + ", but found none");
      }
      return new LoadedBundle(prepared, loader,
          DagIndex.parse(new String(index.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      loader.close();
      throw e;
    }
  }

  /// Whether it is the class loader of some bundle.
  public static boolean isOfBundle(@Nullable ClassLoader loader) {
    return loader instanceof BundleClassLoader;
  }

  /// SHA-256 of the bundle, in hex.
  public String hash() {
    return prepared.hash();
  }

  /// File name under which the bundle came.
  public String name() {
    return prepared.name();
  }

  /// Loads the bundle's classes. They see the JDK and the DSL, and nothing else of Tidemill.
  public ClassLoader classLoader() {
    return loader;
  }

  /// Names of the classes that offer a DAG.
  List<String> dagClasses() {
    return dagClasses;
  }

  @Override public void close() throws IOException {
    loader.close();
  }
}
