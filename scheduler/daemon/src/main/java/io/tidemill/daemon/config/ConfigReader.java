package io.tidemill.daemon.config;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tidemill.agent.isolate.Isolation;
import io.tidemill.runtime.params.NearestName;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads settings: the environment wins over `tidemill.properties` in the data directory, which wins over the defaults. Values
/// are taken literally, without `${…}` expressions.
public final class ConfigReader {
  /// Name of the file in the data directory.
  public static final String FILE = "tidemill.properties";

  private static final String VARIABLES = "TIDEMILL_";
  /// Read by the launcher and the command line, not by the daemon.
  private static final Set<String> OTHER_VARIABLES = Set.of("TIDEMILL_DATA", "TIDEMILL_JAVA_OPTS");
  /// The library wraps the names we give to sources.
  private static final Pattern SOURCE_NAME = Pattern.compile("^PropertiesConfigSource\\[source=(.*)]$");
  private static final int MOST_SLOTS = 100_000;
  private static final int MOST_THREADS = 64;
  private static final Duration LONGEST_REST = Duration.ofSeconds(2);
  private static final Duration LONGEST_STOP = Duration.ofHours(1);

  private static final Duration SHORTEST_CUT_OFF = Duration.ofSeconds(3);
  /// What an agent that is cut off needs: grace for bodies, end of processes, and clocks that go differently.
  private static final Duration STOPPING = Duration.ofSeconds(15);
  private static final Duration LONGEST_DRAIN = Duration.ofHours(24);
  private static final int MOST_ISOLATED = 1_000;
  /// The largest bundle fits.
  private static final int LEAST_BUNDLE_CACHE = 256;
  private static final int MOST_BUNDLE_CACHE = 1 << 20;
  private static final int MOST_HEAP = 1 << 20;
  private static final int MOST_PORT = 65_535;

  private final List<String> problems = new ArrayList<>();
  private final SmallRyeConfig config;

  private ConfigReader(Path directory, Map<String, String> environment) {
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
    builder.withSources(new PropertiesConfigSource(defaults(), "default", 100));
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      builder.withSources(new PropertiesConfigSource(file(file), file.toString(), 200));
    }
    builder.withSources(new PropertiesConfigSource(variables(environment), "environment", 300));
    config = builder.build();
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
    return new LoadedConfig(config, Arrays.stream(Setting.values()).map(reader::told).toList());
  }

  private DaemonConfig config() {
    int threads = number(Setting.SCHEDULER_THREADS, 0, MOST_THREADS);
    return new DaemonConfig(database(), agent(),
        new DaemonConfig.Scheduler(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
            duration(Setting.PROJECTION_REST, LONGEST_REST)),
        new DaemonConfig.Http(number(Setting.HTTP_PORT, 0, MOST_PORT)), agents(), remoteAgent());
  }

  private DaemonConfig.Agents agents() {
    Duration cutOff = duration(Setting.AGENTS_CUT_OFF_AFTER, SHORTEST_CUT_OFF, LONGEST_STOP);
    Duration lost = duration(Setting.AGENTS_LOST_AFTER, SHORTEST_CUT_OFF, LONGEST_STOP.multipliedBy(2));
    if (lost.compareTo(cutOff.plus(STOPPING)) < 0) {
      wrong(Setting.AGENTS_LOST_AFTER, "at least " + STOPPING.toSeconds() + " s more than "
          + Setting.AGENTS_CUT_OFF_AFTER.key() + " (" + cutOff
          + "), because an agent that is cut off needs that long to"
          + " stop its work");
    }
    return new DaemonConfig.Agents(text(Setting.AGENTS_HOST), number(Setting.AGENTS_PORT, 0, MOST_PORT),
        file(Setting.AGENTS_TLS_CERT), pair(Setting.AGENTS_TLS_CERT, Setting.AGENTS_TLS_KEY),
        file(Setting.AGENTS_CLIENT_CA), cutOff, lost);
  }

  private DaemonConfig.RemoteAgent remoteAgent() {
    return new DaemonConfig.RemoteAgent(text(Setting.AGENT_SERVER), file(Setting.AGENT_TOKEN_FILE),
        text(Setting.AGENT_NAME), file(Setting.AGENT_WORK),
        words(Setting.AGENT_LABELS),
        words(Setting.AGENT_QUEUES), file(Setting.AGENT_CA), file(Setting.AGENT_CERT),
        pair(Setting.AGENT_CERT, Setting.AGENT_KEY), duration(Setting.AGENT_DRAIN, Duration.ZERO, LONGEST_DRAIN));
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

  private List<String> words(Setting setting) {
    return Arrays.stream(text(setting).split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
  }

  private DaemonConfig.Agent agent() {
    Duration grace = duration(Setting.AGENT_STOP_GRACE, LONGEST_STOP);
    Duration halt = duration(Setting.AGENT_HALT_AFTER, LONGEST_STOP);
    if (halt.compareTo(grace) < 0) {
      wrong(Setting.AGENT_HALT_AFTER, "not less than " + Setting.AGENT_STOP_GRACE.key() + " (" + grace + ")");
    }
    int isolated = number(Setting.AGENT_ISOLATED_SLOTS, 0, MOST_ISOLATED);
    return new DaemonConfig.Agent(number(Setting.AGENT_SLOTS, 1, MOST_SLOTS),
        isolated == 0 ? Runtime.getRuntime().availableProcessors() : isolated,
        number(Setting.AGENT_ISOLATED_HEAP, Isolation.LEAST_HEAP_MEGABYTES, MOST_HEAP),
        number(Setting.AGENT_BUNDLE_CACHE, LEAST_BUNDLE_CACHE, MOST_BUNDLE_CACHE), grace, halt);
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

  private int number(Setting setting, int min, int max) {
    try {
      int value = Integer.parseInt(text(setting));
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    wrong(setting, "a whole number from " + min + " to " + max);
    return min;
  }

  private Duration duration(Setting setting, Duration longest) {
    return duration(setting, Duration.ZERO, longest);
  }

  private Duration duration(Setting setting, Duration shortest, Duration longest) {
    try {
      Duration value = Duration.parse(text(setting));
      if (value.compareTo(shortest) >= 0 && value.compareTo(longest) <= 0) {
        return value;
      }
    } catch (DateTimeException _) {
      // told below
    }
    wrong(setting, "a duration from " + shortest + " to " + longest);
    return shortest;
  }

  private String text(Setting setting) {
    String value = config.getConfigValue(setting.key()).getValue();
    return value == null ? "" : value.strip();
  }

  private void wrong(Setting setting, String expected) {
    problems
        .add(setting.key() + ": expected " + expected + ", found '" + shown(setting) + "' (" + source(setting) + ")");
  }

  private SettingValue told(Setting setting) {
    return new SettingValue(setting, shown(setting), source(setting));
  }

  private String shown(Setting setting) {
    String text = text(setting);
    return setting.secret() && !text.isEmpty() ? "********" : text;
  }

  private String source(Setting setting) {
    String source = config.getConfigValue(setting.key()).getConfigSourceName();
    return source == null ? "default" : SOURCE_NAME.matcher(source).replaceFirst("$1");
  }

  private static Map<String, String> defaults() {
    Map<String, String> values = new HashMap<>();
    for (Setting setting : Setting.values()) {
      values.put(setting.key(), setting.byDefault());
    }
    return values;
  }

  private Map<String, String> file(Path file) {
    DistinctProperties properties = new DistinctProperties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      problems.add(file + ": expected a readable properties file, found " + e);
    }
    properties.repeated.forEach(key -> problems.add(key + ": expected once in " + file + ", found several times"));
    Map<String, String> values = new HashMap<>();
    List<String> known = Arrays.stream(Setting.values()).map(Setting::key).toList();
    properties.stringPropertyNames().stream().sorted().forEach(key -> {
      if (known.contains(key)) {
        values.put(key, properties.getProperty(key));
      } else {
        unknown(key, known, file.toString());
      }
    });
    return values;
  }

  private Map<String, String> variables(Map<String, String> environment) {
    Map<String, String> values = new HashMap<>();
    List<String> known = Arrays.stream(Setting.values()).map(Setting::variable).toList();
    environment.keySet().stream().filter(name -> name.startsWith(VARIABLES)).sorted().forEach(name -> {
      int index = known.indexOf(name);
      if (index >= 0) {
        values.put(Setting.values()[index].key(), environment.getOrDefault(name, ""));
      } else if (!OTHER_VARIABLES.contains(name)) {
        unknown(name, known, "environment");
      }
    });
    return values;
  }

  private void unknown(String name, List<String> known, String source) {
    String hint = NearestName.hint(name, known);
    problems.add(name + ": expected a setting that exists, found an unknown one (" + source + ")"
        + (hint.isEmpty() ? "; `tidemill doctor` lists them" : "; " + hint));
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
