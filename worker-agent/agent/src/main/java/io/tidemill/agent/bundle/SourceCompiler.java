package io.tidemill.agent.bundle;

import io.tidemill.dsl.TaskContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Compiles one source file into memory. The file sees the JDK and the DSL, nothing else; annotation processors do not run.
final class SourceCompiler {
  private SourceCompiler() {}

  /// @param name file name, which names the class of a compact source file
  /// @return class files by binary name
  /// @throws BundleException with every error of the compiler
  static SortedMap<String, byte[]> compile(String name, String source) throws BundleException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("Expected a JDK to compile " + name
          + ", but this Java runtime has no compiler (module jdk.compiler); run Tidemill on a JDK");
    }
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8);
        MemoryFiles memory = new MemoryFiles(files)) {
      List<String> options = List.of("-proc:none", "-parameters", "-g", "-nowarn", "-Xlint:none", "-classpath",
          dslPath().toString(), "-sourcepath", "");
      boolean ok = compiler.getTask(new StringWriter(), memory, found, options, null,
          List.of(new Source(name, source))).call();
      List<BundleProblem> problems = problems(found.getDiagnostics(), name, source);
      if (!ok || !problems.isEmpty()) {
        throw new BundleException(
            problems.isEmpty() ? List.of(BundleProblem.of(name + " does not compile")) : problems);
      }
      return memory.classes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path dslPath() {
    try {
      return Path.of(TaskContext.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<BundleProblem> problems(List<Diagnostic<? extends JavaFileObject>> found, String name,
      String source) {
    List<String> lines = source.lines().toList();
    List<BundleProblem> problems = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> each : found) {
      if (each.getKind() == Diagnostic.Kind.ERROR) {
        long line = Math.max(each.getLineNumber(), 0);
        String sourceLine = line >= 1 && line <= lines.size() ? lines.get((int) line - 1) : "";
        problems.add(new BundleProblem(name, line, column(each, source), each.getMessage(Locale.ENGLISH), sourceLine));
      }
    }
    return problems;
  }

  /// The compiler's own column counts a tab as several; people's editors and our caret do not.
  private static long column(Diagnostic<?> diagnostic, String source) {
    long position = diagnostic.getPosition();
    if (position == Diagnostic.NOPOS || position > source.length()) {
      return 1;
    }
    int lineStart = Math.max(source.lastIndexOf('\n', (int) position - 1),
        source.lastIndexOf('\r', (int) position - 1));
    return position - lineStart;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("bundle:/" + name), Kind.SOURCE);
      this.text = text;
    }

    @Override public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class MemoryFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final SortedMap<String, ByteArrayOutputStream> written = new TreeMap<>();

    MemoryFiles(StandardJavaFileManager files) {
      super(files);
    }

    @Override public JavaFileObject getJavaFileForOutput(JavaFileManager.Location location, String className,
        JavaFileObject.Kind kind, @Nullable FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:/" + className.replace('.', '/') + kind.extension), kind) {
        @Override public OutputStream openOutputStream() {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          written.put(className, out);
          return out;
        }
      };
    }

    SortedMap<String, byte[]> classes() {
      SortedMap<String, byte[]> classes = new TreeMap<>();
      written.forEach((className, bytes) -> classes.put(className, bytes.toByteArray()));
      return classes;
    }
  }
}
