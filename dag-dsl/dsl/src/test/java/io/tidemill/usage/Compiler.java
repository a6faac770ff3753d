package io.tidemill.usage;

import io.tidemill.dsl.Dag;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/// Compiles a program against the language, in this process, and writes no class.
final class Compiler {
  private Compiler() {}

  /// A complaint of the compiler.
  record Refusal(long line, String message) {}

  static List<Refusal> refusals(String source) {
    return refusals(source, "21");
  }

  static List<Refusal> refusals(String source, String release) {
    var javac = ToolProvider.getSystemJavaCompiler();
    var found = new DiagnosticCollector<JavaFileObject>();
    var path = Stream.of(Dag.class, NullMarked.class)
        .map(Compiler::home)
        .collect(Collectors.joining(File.pathSeparator));
    javac.getTask(null, null, found, List.of("--release", release, "-proc:none", "-cp", path, "-implicit:none", "-d",
        System.getProperty("java.io.tmpdir"), "-XDshould-stop.ifNoError=FLOW"), null, List.of(new Source(source)))
        .call();
    return found.getDiagnostics()
        .stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(diagnostic -> new Refusal(diagnostic.getLineNumber(), simple(diagnostic.getMessage(Locale.ROOT))))
        .toList();
  }

  /// The message with simple names of types.
  private static String simple(String message) {
    return message.replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])", "").replace("Program.", "");
  }

  /// Number of the line that contains a text, from 1.
  static long line(String source, String text) {
    var lines = Arrays.asList(source.split("\n"));
    for (var i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i + 1L;
      }
    }
    throw new IllegalArgumentException("Expected a line with " + text + ".");
  }

  private static String home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Program.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
