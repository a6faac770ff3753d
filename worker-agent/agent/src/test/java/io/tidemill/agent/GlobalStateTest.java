package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.RunContext;
import java.io.PrintStream;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/// What one body changes for the whole process is put back before the next begins.
class GlobalStateTest extends AgentFixture {
  @Test void what_a_body_changes_for_all_is_put_back() throws Exception {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    String folder = System.getProperty("java.io.tmpdir");
    Provider[] providers = Security.getProviders();
    RunContext run = run(
        """
            d.task("nasty").exec(ctx -> {
              Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
              TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
              System.setOut(new PrintStream(OutputStream.nullOutputStream()));
              System.setIn(InputStream.nullInputStream());
              for (var p : java.security.Security.getProviders()) java.security.Security.removeProvider(p.getName());
              Thread.setDefaultUncaughtExceptionHandler((t, e) -> {});
              Thread.currentThread().setName("evil");
              System.setProperty("java.io.tmpdir", "/nope");
              System.clearProperty("line.separator");
              System.setProperty("tidemill.test.new", "stays");
            });
            d.task("next").run(String.class, ctx -> { System.out.println("heard"); return String.format("%d", 12)
                + TimeZone.getDefault().getID() + System.getProperty("java.io.tmpdir") + System.lineSeparator().length(); });
            """);
    try {
      PrintStream out = System.out;
      scheduler.result(scheduler.task(run, "nasty"));

      assertThat(Locale.getDefault()).isEqualTo(locale);
      assertThat(TimeZone.getDefault()).isEqualTo(zone);
      assertThat(System.out).isSameAs(out);
      assertThat(System.getProperty("java.io.tmpdir")).isEqualTo(folder);
      assertThat(System.getProperty("line.separator")).isEqualTo("\n");
      assertThat(System.getProperty("tidemill.test.new")).isEqualTo("stays");
      assertThat(Security.getProviders()).containsExactly(providers);
      assertThat(Thread.getDefaultUncaughtExceptionHandler()).isNull();
      Assignment next = scheduler.task(run, "next");
      assertThat(scheduler.result(next)).isEqualTo("\"12" + zone.getID() + folder + "1\"");
      agent.close(Duration.ofSeconds(10));
      assertThat(scheduler.logOf(next.key())).contains("OUT heard");
    } finally {
      System.clearProperty("tidemill.test.new");
    }
  }
}
