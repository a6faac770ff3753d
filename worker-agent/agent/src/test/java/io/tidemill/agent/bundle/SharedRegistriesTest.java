package io.tidemill.agent.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.protocol.BundleFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedRegistriesTest {
  private static final String SOURCE = """
      import module java.base;
      import module java.sql;
      import io.tidemill.dsl.*;
      public class Flow {
        static Dag<NoParams> dag() { return Dag.define("flow", d -> d.task("t").exec(ctx -> {})); }
        public static class Ask implements Callable<String> {
          public String call() throws Exception {
            try { return DriverManager.getDriver("jdbc:fake:x").getClass().getSimpleName() + " %1$d"; }
            catch (SQLException e) { return e.getMessage(); }
          }
        }
        public static class Fake implements Driver {
          static {
            try { DriverManager.registerDriver(new Fake()); } catch (SQLException e) { throw new IllegalStateException(e); }
          }
          public Connection connect(String url, Properties info) { return null; }
          public boolean acceptsURL(String url) { return url.startsWith("jdbc:fake:"); }
          public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) { return new DriverPropertyInfo[0]; }
          public int getMajorVersion() { return %1$d; }
          public int getMinorVersion() { return 0; }
          public boolean jdbcCompliant() { return false; }
          public java.util.logging.Logger getParentLogger() { return null; }
        }
      }
      """;

  @TempDir Path folder;

  @Test void a_jdbc_driver_is_found_for_each_version_of_its_bundle_and_taken_away_with_it() throws Exception {
    for (int version = 1; version <= 2; version++) {
      try (LoadedBundle bundle = bundle(version)) {
        SharedRegistries.setUp(bundle, false);
        assertThat(ask(bundle)).isEqualTo("Fake " + version);

        assertThat(SharedRegistries.takeDown(bundle.classLoader())).containsExactly("JDBC driver Flow$Fake");
        assertThat(ask(bundle)).isEqualTo("No suitable driver");

        SharedRegistries.setUp(bundle, true);
        assertThat(ask(bundle)).isEqualTo("Fake " + version);
      }
    }
  }

  private static String ask(LoadedBundle bundle) throws Exception {
    return (String) ((Callable<?>) bundle.classLoader().loadClass("Flow$Ask").getConstructor().newInstance()).call();
  }

  private LoadedBundle bundle(int version) throws Exception {
    BundleLoader loader = new BundleLoader(folder);
    PreparedBundle compiled = loader
        .prepare(new BundleFile("Flow.java", SOURCE.formatted(version).getBytes(StandardCharsets.UTF_8)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream to = new ZipOutputStream(bytes);
        ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(compiled.jar())))) {
      for (ZipEntry each = from.getNextEntry(); each != null; each = from.getNextEntry()) {
        to.putNextEntry(new ZipEntry(each.getName()));
        from.transferTo(to);
      }
      to.putNextEntry(new ZipEntry("META-INF/services/java.sql.Driver"));
      to.write("Flow$Fake".getBytes(StandardCharsets.UTF_8));
    }
    return loader.load(loader.prepare(new BundleFile("flow.jar", bytes.toByteArray())));
  }
}
