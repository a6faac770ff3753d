package io.tidemill.agent.bundle;

import io.tidemill.protocol.BundleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The jar that a source file becomes: its classes, the names of those that offer a DAG, and the source. The same file gives the same
/// bytes wherever the same compiler makes it.
final class SourceJar {
  private static final String SOURCES = "META-INF/tidemill/source/";
  /// Not the first day a zip can tell: that one means "earlier", and is followed by an instant that depends on the time zone.
  private static final LocalDateTime SAME_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private SourceJar() {}

  /// Compiles a source file.
  ///
  /// @throws BundleException with every error of the compiler, or if the file is not text or offers no DAG
  static byte[] of(BundleFile source) throws BundleException {
    SortedMap<String, byte[]> classes = SourceCompiler.compile(source.name(), decode(source));
    String dags = classes.keySet()
        .stream()
        .filter(name -> DagMethod.isOfferedBy(name, classes))
        .collect(Collectors.joining("\n"));
    if (dags.isEmpty()) {
      throw new BundleException("Expected a method 'Dag<?> dag()' in " + source.name() + ", but found none");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      // How well something is compressed depends on the machine.
      zip.setLevel(Deflater.NO_COMPRESSION);
      put(zip, DagIndex.ENTRY, dags.getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, byte[]> each : classes.entrySet()) {
        put(zip, each.getKey().replace('.', '/') + ".class", each.getValue());
      }
      put(zip, SOURCES + source.name(), source.content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(SAME_TIME);
    zip.putNextEntry(entry);
    zip.write(content);
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
