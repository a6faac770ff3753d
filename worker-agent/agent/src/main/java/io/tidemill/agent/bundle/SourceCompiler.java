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
      StringWriter said = new StringWriter();
      boolean ok = compiler.getTask(said, memory, found, options, null, List.of(new Source(name, source))).call();
      List<BundleProblem> problems = problems(found.getDiagnostics(), name, source);
      if (!ok || !problems.isEmpty()) {
        throw new BundleException(problems.isEmpty() ? List.of(crashed(name, said.toString())) : problems);
      }
      return memory.classes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The compiler gave up without an error of the source, as it does when it runs out of stack.
  private static BundleProblem crashed(String name, String said) {
    String what = said.lines()
        .filter(line -> line.matches("[\\w.]+(Error|Exception)\\b.*"))
        .findFirst()
        .orElse("no reason");
    return BundleProblem.of("Expected " + name + " to compile, but the compiler itself failed with " + what
        + (what.contains("StackOverflowError")
            ? "; an expression is too long or too deep: split it into several, or read the data from a file"
            : "; java -version " + Runtime.version()));
  }

  /// What helps with an error whose own words are a riddle; empty for the others.
  private static String remedy(String code) {
    return switch (code) {
      case "compiler.err.implicit.class.does.not.have.main.method" ->
        "; a file without a class needs one: add `void main(String... args) { Dag.main(dag(), args); }` at its end";
      case "compiler.err.bad.file.name" ->
        "; a file without a class is named like one: letters, digits and _, as in Nightly.java";
      default -> "";
    };
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
        problems.add(new BundleProblem(name, line, column(each, source),
            each.getMessage(Locale.ENGLISH) + remedy(each.getCode()), sourceLine));
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
      super(uri(name), Kind.SOURCE);
      this.text = text;
    }

    private static URI uri(String name) {
      try {
        return new URI("bundle", null, "/" + name, null);
      } catch (URISyntaxException e) {
        throw new IllegalStateException("Quoted names are always valid", e);
      }
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
