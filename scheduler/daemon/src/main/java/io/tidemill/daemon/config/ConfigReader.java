package io.tidemill.daemon.config;

import io.tidemill.dsl.text.DurationText;
import io.tidemill.dsl.text.NearestName;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads settings: the environment wins over `tidemill.properties` in the data directory, which wins over the defaults. Values
/// are taken literally, without `${…}` expressions.
public final class ConfigReader {
  /// Name of the file in the data directory.
  public static final String FILE = "tidemill.properties";

  private static final String VARIABLES = "TIDEMILL_";
  /// Read by the launcher and the command line, not by the daemon.
  private static final Set<String> OTHER_VARIABLES = Set.of("TIDEMILL_DATA", "TIDEMILL_JAVA_OPTS",
      "TIDEMILL_REPOSITORY", "TIDEMILL_SERVER", "TIDEMILL_TOKEN");
  /// Time an agent needs to stop its work: grace of bodies, end of processes, and drift between clocks.
  private static final Duration STOPPING = Duration.ofSeconds(15);

  private final List<String> problems = new ArrayList<>();
  private final Map<Setting, SettingValue> values = new EnumMap<>(Setting.class);

  private ConfigReader(Path directory, Map<String, String> environment) {
    for (Setting setting : Setting.values()) {
      put(setting, setting.byDefault(), "default");
    }
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      read(file);
    }
    environment.keySet()
        .stream()
        .filter(name -> name.startsWith(VARIABLES) && !OTHER_VARIABLES.contains(name))
        .sorted()
        .forEach(name -> put(name, Setting::variable, environment.getOrDefault(name, ""), "environment"));
  }

  /// Reads and checks.
  ///
  /// @param directory the data directory, which need not exist
  /// @throws InvalidConfigException with every problem
  public static LoadedConfig read(Path directory, Map<String, String> environment) {
    ConfigReader reader = new ConfigReader(directory, environment);
    DaemonConfig config = reader.config();
    if (!reader.problems.isEmpty()) {
      throw new InvalidConfigException(reader.problems);
    }
    return new LoadedConfig(config, reader.values.values().stream().map(SettingValue::masked).toList());
  }

  private void read(Path file) {
    DistinctProperties properties = new DistinctProperties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      problems.add(file + ": expected a readable properties file, found " + e);
    }
    properties.repeated.forEach(key -> problems.add(key + ": expected once in " + file + ", found several times"));
    properties.stringPropertyNames()
        .stream()
        .sorted()
        .forEach(key -> put(key, Setting::key, properties.getProperty(key), file.toString()));
  }

  /// Takes a value of a source, if the source's name for it is one of a setting.
  private void put(String name, Function<Setting, String> names, String value, String source) {
    List<String> known = Arrays.stream(Setting.values()).map(names).toList();
    int index = known.indexOf(name);
    if (index >= 0) {
      put(Setting.values()[index], value, source);
      return;
    }
    String hint = NearestName.hint(name, known);
    problems.add(name + ": expected a setting that exists, found an unknown one (" + source + ")"
        + (hint.isEmpty() ? "; `tidemill doctor` lists them" : "; " + hint));
  }

  private void put(Setting setting, String value, String source) {
    values.put(setting, new SettingValue(setting, value.strip(), source));
  }

  private DaemonConfig config() {
    return new DaemonConfig(database(), agent(),
        new DaemonConfig.Scheduler(orProcessors(number(Setting.SCHEDULER_THREADS)), duration(Setting.PROJECTION_REST)),
        new DaemonConfig.Http(number(Setting.HTTP_PORT), https()), agents(), remoteAgent(),
        new DaemonConfig.Cluster(text(Setting.CLUSTER_HOST), number(Setting.CLUSTER_PORT),
            number(Setting.CLUSTER_GRID_PORT)));
  }

  private DaemonConfig.Https https() {
    return new DaemonConfig.Https(text(Setting.HTTPS_HOST), number(Setting.HTTPS_PORT), file(Setting.HTTPS_TLS_CERT),
        pair(Setting.HTTPS_TLS_CERT, Setting.HTTPS_TLS_KEY));
  }

  private static int orProcessors(int number) {
    return number == 0 ? Runtime.getRuntime().availableProcessors() : number;
  }

  private DaemonConfig.Database database() {
    DaemonConfig.Database database = new DaemonConfig.Database(text(Setting.DATABASE_URL), text(Setting.DATABASE_USER),
        text(Setting.DATABASE_PASSWORD));
    if (!database.embedded() && !database.url().startsWith("jdbc:postgresql:")) {
      wrong(Setting.DATABASE_URL, "an address like jdbc:postgresql://host:5432/name, or nothing");
    }
    if (database.embedded() && !database.user().isEmpty()) {
      wrong(Setting.DATABASE_USER, "no user without " + Setting.DATABASE_URL.key());
    }
    return database;
  }

  private DaemonConfig.Agent agent() {
    Duration grace = duration(Setting.AGENT_STOP_GRACE);
    Duration halt = duration(Setting.AGENT_HALT_AFTER);
    if (halt.compareTo(grace) < 0) {
      wrong(Setting.AGENT_HALT_AFTER,
          "not less than " + Setting.AGENT_STOP_GRACE.key() + " (" + DurationText.of(grace) + ")");
    }
    return new DaemonConfig.Agent(number(Setting.AGENT_SLOTS), orProcessors(number(Setting.AGENT_ISOLATED_SLOTS)),
        number(Setting.AGENT_ISOLATED_HEAP), words(Setting.AGENT_ISOLATED_ENVIRONMENT),
        number(Setting.AGENT_BUNDLE_CACHE), grace, halt);
  }

  private DaemonConfig.Agents agents() {
    Duration cutOff = duration(Setting.AGENTS_CUT_OFF_AFTER);
    Duration lost = duration(Setting.AGENTS_LOST_AFTER);
    if (lost.compareTo(cutOff.plus(STOPPING)) < 0) {
      wrong(Setting.AGENTS_LOST_AFTER, "at least " + STOPPING.toSeconds() + " s more than "
          + Setting.AGENTS_CUT_OFF_AFTER.key() + " (" + DurationText.of(cutOff)
          + "), because an agent that is cut off needs that long to stop its work");
    }
    return new DaemonConfig.Agents(text(Setting.AGENTS_HOST), number(Setting.AGENTS_PORT),
        file(Setting.AGENTS_TLS_CERT), pair(Setting.AGENTS_TLS_CERT, Setting.AGENTS_TLS_KEY),
        file(Setting.AGENTS_CLIENT_CA), cutOff, lost);
  }

  private DaemonConfig.RemoteAgent remoteAgent() {
    return new DaemonConfig.RemoteAgent(text(Setting.AGENT_SERVER), file(Setting.AGENT_TOKEN_FILE),
        text(Setting.AGENT_NAME), file(Setting.AGENT_WORK), words(Setting.AGENT_LABELS), words(Setting.AGENT_QUEUES),
        file(Setting.AGENT_CA), file(Setting.AGENT_CERT), pair(Setting.AGENT_CERT, Setting.AGENT_KEY),
        duration(Setting.AGENT_DRAIN));
  }

  private String text(Setting setting) {
    return value(setting).value();
  }

  private SettingValue value(Setting setting) {
    return Objects.requireNonNull(values.get(setting));
  }

  private List<String> words(Setting setting) {
    return Arrays.stream(text(setting).split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
  }

  private @Nullable Path file(Setting setting) {
    String text = text(setting);
    return text.isEmpty() ? null : Path.of(text);
  }

  /// The file of a key, which comes with that of a certificate or not at all.
  private @Nullable Path pair(Setting certificate, Setting key) {
    if (text(certificate).isEmpty() != text(key).isEmpty()) {
      wrong(key, "both or neither of it and " + certificate.key());
    }
    return file(key);
  }

  private int number(Setting setting) {
    SettingRange range = range(setting);
    Integer value = range.number(text(setting));
    if (value == null) {
      wrong(setting, range.toString());
      return (int) range.min();
    }
    return value;
  }

  private Duration duration(Setting setting) {
    SettingRange range = range(setting);
    Duration value = range.duration(text(setting));
    if (value == null) {
      wrong(setting, range.toString());
      return Duration.ofSeconds(range.min());
    }
    return value;
  }

  private static SettingRange range(Setting setting) {
    return Objects.requireNonNull(setting.range());
  }

  private void wrong(Setting setting, String expected) {
    SettingValue found = value(setting).masked();
    problems.add(setting.key() + ": expected " + expected + ", found '" + found.value() + "' (" + found.source() + ")");
  }

  private static final class DistinctProperties extends Properties {
    private static final long serialVersionUID = 1;

    private final transient List<String> repeated = new ArrayList<>();

    @Override public synchronized Object put(Object key, Object value) {
      if (containsKey(key)) {
        repeated.add(key.toString());
      }
      return super.put(key, value);
    }
  }
}
