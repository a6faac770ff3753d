package io.tidemill.daemon.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A setting: name, default, allowed range, purpose with unit and special values. The environment variable has the name in
/// capitals with `_` for everything else.
public enum Setting {
  // @formatter:off
  DATABASE_URL("tidemill.database.url", "", null,
      "JDBC address of a PostgreSQL database (jdbc:postgresql://host:5432/name); empty: an H2 file in the data directory"),
  DATABASE_USER("tidemill.database.user", "", null,
      "role of the PostgreSQL database; needs tidemill.database.url"),
  DATABASE_PASSWORD("tidemill.database.password", "", null,
      "password of the role; needs tidemill.database.url"),
  SCHEDULER_THREADS("tidemill.scheduler.threads", "0", SettingRange.number(0, 64),
      "threads for the partitions; 0: one per processor"),
  PROJECTION_REST("tidemill.scheduler.projection-rest", "PT0.05S", SettingRange.seconds(0, 2),
      "pause between two writes of the query tables; longer: fewer writes, older answers"),
  HTTP_PORT("tidemill.http.port", "7788", SettingRange.number(0, SettingRange.MAX_PORT),
      "port of the API of dev and server on 127.0.0.1; 0: any free one"),
  HTTPS_HOST("tidemill.https.host", "", null,
      "address at which server also serves API and console over TLS; empty: on 127.0.0.1 only"),
  HTTPS_PORT("tidemill.https.port", "7790", SettingRange.number(0, SettingRange.MAX_PORT),
      "port of tidemill.https.host; 0: any free one"),
  HTTPS_TLS_CERT("tidemill.https.tls-cert", "", null,
      "certificate of API and console, PEM; empty: that of the server for agents, or one is generated"),
  HTTPS_TLS_KEY("tidemill.https.tls-key", "", null,
      "private key of tidemill.https.tls-cert, PKCS #8 PEM"),
  AGENTS_HOST("tidemill.agents.host", "127.0.0.1", null,
      "address at which server listens for agents; other than loopback: with TLS"),
  AGENTS_PORT("tidemill.agents.port", "7789", SettingRange.number(0, SettingRange.MAX_PORT),
      "port at which server listens for agents; 0: any free one"),
  AGENTS_TLS_CERT("tidemill.agents.tls-cert", "", null,
      "certificate of the server, PEM; empty: one is generated where it is needed"),
  AGENTS_TLS_KEY("tidemill.agents.tls-key", "", null,
      "private key of tidemill.agents.tls-cert, PKCS #8 PEM"),
  AGENTS_CLIENT_CA("tidemill.agents.client-ca", "", null,
      "authority whose certificates agents may present instead of a credential, PEM; empty: none"),
  AGENTS_CUT_OFF_AFTER("tidemill.agents.cut-off-after", "PT30S", SettingRange.seconds(3, SettingRange.HOUR),
      "silence after which an agent stops its work; the server announces it to agents when they connect"),
  AGENTS_LOST_AFTER("tidemill.agents.lost-after", "PT45S", SettingRange.seconds(3, 2 * SettingRange.HOUR),
      "silence after which an agent's work is assigned to others; at least 15 s longer than tidemill.agents.cut-off-after"),
  CLUSTER_HOST("tidemill.cluster.host", "", null,
      "address at which schedulers on one PostgreSQL database call each other; empty: the one from which this machine reaches the database"),
  CLUSTER_PORT("tidemill.cluster.port", "0", SettingRange.number(0, SettingRange.MAX_PORT),
      "port for calls of other schedulers; 0: any free one, which the others find in the database"),
  CLUSTER_GRID_PORT("tidemill.cluster.grid-port", "0", SettingRange.number(0, SettingRange.MAX_PORT),
      "port for the Hazelcast members of other schedulers; 0: any free one, which the others find in the database"),
  AGENT_SLOTS("tidemill.agent.slots", "256", SettingRange.number(1, 100_000),
      "attempts that run at a time"),
  AGENT_ISOLATED_SLOTS("tidemill.agent.isolated-slots", "0", SettingRange.number(0, 1_000),
      "attempts of isolated tasks that run at a time; 0: one per processor"),
  AGENT_ISOLATED_HEAP("tidemill.agent.isolated-heap", "512", SettingRange.number(SettingRange.MIN_HEAP, SettingRange.TEBIBYTE),
      "maximum heap of each process of an isolated task, in MiB"),
  AGENT_ISOLATED_ENVIRONMENT("tidemill.agent.isolated-environment", "", null,
      "names of variables of the agent's environment that isolated tasks get beside HOME, LANG, LC_ALL, LC_CTYPE, PATH, TZ and USER, separated by commas"),
  AGENT_BUNDLE_CACHE("tidemill.agent.bundle-cache", "4096", SettingRange.number(SettingRange.MAX_BUNDLE, SettingRange.TEBIBYTE),
      "maximum size of the prepared bundles an agent keeps on disk, in MiB"),
  AGENT_STOP_GRACE("tidemill.agent.stop-grace", "PT10S", SettingRange.seconds(0, SettingRange.HOUR),
      "time a body has to end after its interrupt before its log shows where it hangs"),
  AGENT_HALT_AFTER("tidemill.agent.halt-after", "PT60S", SettingRange.seconds(0, SettingRange.HOUR),
      "time after the interrupt at which the process ends for a body that still runs; not less than tidemill.agent.stop-grace"),
  AGENT_SERVER("tidemill.agent.server", "", null,
      "HOST:PORT of the server for the verb agent; of several servers some, separated by commas"),
  AGENT_TOKEN_FILE("tidemill.agent.token-file", "", null,
      "file with the join token for the first start of the verb agent"),
  AGENT_NAME("tidemill.agent.name", "", null,
      "name of the agent; empty: the name of the host"),
  AGENT_WORK("tidemill.agent.work", "", null,
      "folder of the agent; empty: agents/NAME in the data directory"),
  AGENT_LABELS("tidemill.agent.labels", "", null,
      "labels the agent carries, separated by commas"),
  AGENT_QUEUES("tidemill.agent.queues", "default", null,
      "queues the agent serves, separated by commas"),
  AGENT_CA("tidemill.agent.ca", "", null,
      "authority that must have signed the server's certificate, PEM; empty: the one certificate named by the join token"),
  AGENT_CERT("tidemill.agent.cert", "", null,
      "certificate the agent presents instead of a credential, PEM"),
  AGENT_KEY("tidemill.agent.key", "", null,
      "private key of tidemill.agent.cert, PKCS #8 PEM"),
  AGENT_DRAIN("tidemill.agent.drain", "PT10M", SettingRange.seconds(0, 24 * SettingRange.HOUR),
      "time running tasks have to end when the agent is asked to stop");
  // @formatter:on

  private final String key;
  private final String byDefault;
  private final @Nullable SettingRange settingRange;
  private final String purpose;

  Setting(String key, String byDefault, @Nullable SettingRange settingRange, String purpose) {
    this.key = key;
    this.byDefault = byDefault;
    this.settingRange = settingRange;
    this.purpose = purpose;
  }

  /// Name in files.
  public String key() {
    return key;
  }

  /// Name of the environment variable.
  public String variable() {
    return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /// The default as text.
  public String byDefault() {
    return byDefault;
  }

  /// Purpose, unit, special values and range.
  public String doc() {
    return settingRange == null ? purpose : purpose + "; " + settingRange;
  }

  /// Allowed values; null: any text.
  @Nullable SettingRange range() {
    return settingRange;
  }

  /// Whether its value must not be shown.
  public boolean secret() {
    return this == DATABASE_PASSWORD;
  }
}
