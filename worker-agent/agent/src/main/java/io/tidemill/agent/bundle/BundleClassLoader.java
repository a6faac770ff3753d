package io.tidemill.agent.bundle;

import io.tidemill.dsl.TaskContext;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Loads the classes of one jar. Not a URLClassLoader, because that follows the `Class-Path` of a jar's manifest to files
/// which are not part of the bundle.
final class BundleClassLoader extends ClassLoader implements Closeable {
  static {
    registerAsParallelCapable();
  }

  private final Path path;
  private final JarFile jar;

  BundleClassLoader(String hash, Path path) throws IOException {
    super(name(hash), new ApiOnly());
    this.path = path;
    this.jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
  }

  /// Name of the loader of a bundle, by which its frames are known in a stack trace.
  static String name(String hash) {
    return "bundle-" + hash.substring(0, Math.min(12, hash.length()));
  }

  @Override protected Class<?> findClass(String name) throws ClassNotFoundException {
    JarEntry entry = jar.getJarEntry(name.replace('.', '/') + ".class");
    if (entry == null) {
      throw new ClassNotFoundException(
          name + " (a bundle sees its own classes, the JDK and io.tidemill.dsl; a library it"
              + " uses must be in its jar)");
    }
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override protected @Nullable URL findResource(String name) {
    if (jar.getJarEntry(name) == null) {
      return null;
    }
    try {
      return URI
          .create("jar:" + path.toUri() + "!/" + URI.create("x:/").resolve(quoted(name)).getRawPath().substring(1))
          .toURL();
    } catch (MalformedURLException | IllegalArgumentException _) {
      return null;
    }
  }

  private static URI quoted(String name) {
    return Path.of("/" + name).toUri();
  }

  @Override protected Enumeration<URL> findResources(String name) {
    URL url = findResource(name);
    return Collections.enumeration(url == null ? List.of() : List.of(url));
  }

  /// Reads the entry directly, so that no jar stays open behind a URL.
  @Override public @Nullable InputStream getResourceAsStream(String name) {
    InputStream fromParent = getParent().getResourceAsStream(name);
    if (fromParent != null) {
      return fromParent;
    }
    JarEntry entry = jar.getJarEntry(name);
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException _) {
      return null;
    }
  }

  /// A class of ours, defined once in this loader.
  Class<?> defined(String name, byte[] bytes) {
    synchronized (getClassLoadingLock(name)) {
      Class<?> before = findLoadedClass(name);
      return before == null ? defineClass(name, bytes, 0, bytes.length) : before;
    }
  }

  @Override public void close() throws IOException {
    jar.close();
  }

  /// The parent of every bundle: the JDK, and of what else this process has only the DSL.
  private static final class ApiOnly extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    private static final ClassLoader HERE = TaskContext.class.getClassLoader();

    ApiOnly() {
      super("tidemill-api", getPlatformClassLoader());
    }

    @Override protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("io.tidemill.dsl.") || name.startsWith("org.jspecify.annotations.")) {
        return HERE.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
