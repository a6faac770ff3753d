package io.tidemill.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  @TempDir Path directory;

  private void file(String text) throws IOException {
    Files.writeString(directory.resolve(ConfigReader.FILE), text);
  }

  private List<String> problems(Map<String, String> environment) {
    return catchThrowableOfType(InvalidConfigException.class, () -> ConfigReader.read(directory, environment))
        .problems();
  }

  @Test void without_anything_said_the_defaults_hold() {
    DaemonConfig config = ConfigReader.read(directory, Map.of("PATH", "/bin")).config();

    assertThat(config.database().embedded()).isTrue();
    assertThat(config.agent().slots()).isEqualTo(256);
    assertThat(config.scheduler().threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(config.scheduler().projectionRest()).isEqualTo(Duration.ofMillis(50));
  }

  @Test void the_environment_wins_over_the_file_and_each_value_tells_its_source() throws IOException {
    file("tidemill.agent.slots=7\ntidemill.http.port=8000\n");

    LoadedConfig loaded = ConfigReader.read(directory, Map.of("TIDEMILL_AGENT_SLOTS", "9"));

    assertThat(loaded.config().agent().slots()).isEqualTo(9);
    assertThat(loaded.values())
        .filteredOn(value -> value.setting() == Setting.AGENT_SLOTS || value.setting() == Setting.HTTP_PORT
            || value.setting() == Setting.SCHEDULER_THREADS)
        .extracting(SettingValue::source)
        .containsExactlyInAnyOrder("environment", "default", directory.resolve(ConfigReader.FILE).toString());
  }

  @Test void all_problems_are_told_at_once_with_the_nearest_name() throws IOException {
    file("""
        tidemill.agent.slot=7
        tidemill.http.port=70000
        tidemill.http.port=80000
        tidemill.scheduler.projection-rest=PT1H
        """);

    assertThat(problems(Map.of("TIDEMILL_DATABASE_URL", "jdbc:mysql://x", "TIDEMILL_AGENT_SLOTZ", "1")))
        .anySatisfy(
            problem -> assertThat(problem).contains("tidemill.agent.slot:", "did you mean 'tidemill.agent.slots'?"))
        .anySatisfy(
            problem -> assertThat(problem).contains("TIDEMILL_AGENT_SLOTZ", "did you mean 'TIDEMILL_AGENT_SLOTS'?"))
        .anySatisfy(problem -> assertThat(problem).contains("tidemill.http.port: expected once"))
        .anySatisfy(problem -> assertThat(problem).contains("from 0 to 65535, found '80000'"))
        .anySatisfy(problem -> assertThat(problem).contains("tidemill.scheduler.projection-rest", "0 s to 2 s"))
        .anySatisfy(problem -> assertThat(problem).contains("jdbc:postgresql://", "(environment)"))
        .hasSize(6);
  }

  @Test void a_user_without_a_database_is_refused() {
    assertThat(problems(Map.of("TIDEMILL_DATABASE_USER", "me"))).singleElement()
        .asString()
        .contains("tidemill.database.url");
  }

  @Test void a_password_is_never_shown_and_taken_literally() {
    LoadedConfig loaded = ConfigReader.read(directory, Map.of("TIDEMILL_DATABASE_URL", "jdbc:postgresql://h/d",
        "TIDEMILL_DATABASE_USER", "me", "TIDEMILL_DATABASE_PASSWORD", "a${b}\\c"));

    assertThat(loaded.config().database().password()).isEqualTo("a${b}\\c");
    assertThat(loaded.toString()).doesNotContain("a${b}");
    assertThat(loaded.values()).extracting(SettingValue::value).contains("********");
  }

  @Test void processes_of_isolated_tasks_have_slots_and_a_heap() throws IOException {
    DaemonConfig.Agent plain = ConfigReader.read(directory, Map.of()).config().agent();
    assertThat(plain.isolation().slots()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(plain.isolation().heapMegabytes()).isEqualTo(512);

    file("tidemill.agent.isolated-slots=3\n");
    DaemonConfig.Agent set = ConfigReader.read(directory, Map.of("TIDEMILL_AGENT_ISOLATED_HEAP", "64"))
        .config()
        .agent();

    assertThat(set.isolation().slots()).isEqualTo(3);
    assertThat(set.isolation().heapMegabytes()).isEqualTo(64);
  }

  @Test void bundles_on_the_agents_disk_are_bounded() throws IOException {
    assertThat(ConfigReader.read(directory, Map.of()).config().agent().limits().files().keptBytes())
        .isEqualTo(4L << 30);
    assertThat(ConfigReader.read(directory, Map.of("TIDEMILL_AGENT_BUNDLE_CACHE", "300"))
        .config()
        .agent()
        .limits()
        .files()
        .keptBytes()).isEqualTo(300L << 20);
    assertThat(problems(Map.of("TIDEMILL_AGENT_BUNDLE_CACHE", "1"))).singleElement()
        .asString()
        .contains("tidemill.agent.bundle-cache: expected a whole number from 256 to 1048576, found '1'");
  }

  @Test void a_heap_that_is_too_small_or_no_number_of_mebibytes_is_refused() {
    for (String heap : List.of("15", "1048577", "1g", "-1")) {
      assertThat(problems(Map.of("TIDEMILL_AGENT_ISOLATED_HEAP", heap))).singleElement()
          .asString()
          .contains("tidemill.agent.isolated-heap: expected a whole number from 16 to 1048576, found '" + heap + "'");
    }
  }
}
