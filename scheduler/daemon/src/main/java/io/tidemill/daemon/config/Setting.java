package io.tidemill.daemon.config;

import java.util.Locale;

/// A setting by its name. The environment variable has the name in capitals with `_` for everything else.
public enum Setting {
  DATABASE_URL("tidemill.database.url", "",
      "JDBC address of a PostgreSQL database (jdbc:postgresql://host:5432/name); empty: an H2 file in the data directory"), DATABASE_USER(
          "tidemill.database.user", "",
          "role of the PostgreSQL database; needs tidemill.database.url"), DATABASE_PASSWORD(
              "tidemill.database.password", "",
              "password of the role; needs tidemill.database.url"), AGENT_SLOTS("tidemill.agent.slots", "256",
                  "attempts that run at a time, 1 to 100000"), AGENT_STOP_GRACE("tidemill.agent.stop-grace", "PT10S",
                      "how long a body may take to end after its interrupt before its log tells where it hangs, ISO-8601, PT0S to PT1H"), AGENT_HALT_AFTER(
                          "tidemill.agent.halt-after", "PT60S",
                          "how long after the interrupt the process ends for a body that still runs, ISO-8601, not less than tidemill.agent.stop-grace"), SCHEDULER_THREADS(
                              "tidemill.scheduler.threads", "0",
                              "threads for the partitions, 1 to 64; 0: one a processor"), PROJECTION_REST(
                                  "tidemill.scheduler.projection-rest", "PT0.05S",
                                  "rest between two writes of the query tables, ISO-8601, PT0S to PT2S; longer: fewer writes, older answers"), HTTP_PORT(
                                      "tidemill.http.port", "7788",
                                      "port of the API of dev and server on 127.0.0.1, 0 to 65535; 0: any free one"), AGENTS_HOST(
                                          "tidemill.agents.host", "127.0.0.1",
                                          "address at which server listens for agents; other than loopback: with TLS"), AGENTS_PORT(
                                              "tidemill.agents.port", "7789",
                                              "port at which server listens for agents, 0 to 65535; 0: any free one"), AGENTS_TLS_CERT(
                                                  "tidemill.agents.tls-cert", "",
                                                  "certificate of the server in PEM form; empty: one is made where it is needed"), AGENTS_TLS_KEY(
                                                      "tidemill.agents.tls-key", "",
                                                      "private key to tidemill.agents.tls-cert, PKCS #8 in PEM form"), AGENTS_CLIENT_CA(
                                                          "tidemill.agents.client-ca", "",
                                                          "authority whose certificates agents may show instead of a credential, PEM; empty: none"), AGENTS_CUT_OFF_AFTER(
                                                              "tidemill.agents.cut-off-after", "PT30S",
                                                              "silence after which an agent stops its work, told to agents when they connect, ISO-8601, PT3S to PT1H"), AGENTS_LOST_AFTER(
                                                                  "tidemill.agents.lost-after", "PT45S",
                                                                  "silence after which an agent's work is given to others, ISO-8601; at least 15 s longer than tidemill.agents.cut-off-after"), AGENT_SERVER(
                                                                      "tidemill.agent.server", "",
                                                                      "HOST:PORT of the server for the verb agent"), AGENT_TOKEN_FILE(
                                                                          "tidemill.agent.token-file", "",
                                                                          "file with the join token for the first start of the verb agent"), AGENT_NAME(
                                                                              "tidemill.agent.name", "",
                                                                              "name of the agent; empty: the name of the host"), AGENT_WORK(
                                                                                  "tidemill.agent.work", "",
                                                                                  "folder of the agent; empty: agents/NAME in the data directory"), AGENT_ISOLATED_SLOTS(
                                                                                      "tidemill.agent.isolated-slots",
                                                                                      "0",
                                                                                      "attempts of isolated tasks that run at a time, 1 to 1000; 0: one a processor"), AGENT_ISOLATED_HEAP(
                                                                                          "tidemill.agent.isolated-heap",
                                                                                          "512",
                                                                                          "most memory for objects of each process of an isolated task, in MiB, 16 to 1048576"), AGENT_BUNDLE_CACHE(
                                                                                              "tidemill.agent.bundle-cache",
                                                                                              "4096",
                                                                                              "most prepared bundles the agent keeps on disk, in MiB, 256 to 1048576"), AGENT_LABELS(
                                                                                                  "tidemill.agent.labels",
                                                                                                  "",
                                                                                                  "labels the agent carries, separated by commas"), AGENT_QUEUES(
                                                                                                      "tidemill.agent.queues",
                                                                                                      "default",
                                                                                                      "queues whose tasks the agent takes, separated by commas"), AGENT_CA(
                                                                                                          "tidemill.agent.ca",
                                                                                                          "",
                                                                                                          "authority that must have signed the certificate of the server, PEM; empty: the one certificate named by the join token"), AGENT_CERT(
                                                                                                              "tidemill.agent.cert",
                                                                                                              "",
                                                                                                              "certificate the agent shows instead of a credential, PEM"), AGENT_KEY(
                                                                                                                  "tidemill.agent.key",
                                                                                                                  "",
                                                                                                                  "private key to tidemill.agent.cert, PKCS #8 in PEM form"), AGENT_DRAIN(
                                                                                                                      "tidemill.agent.drain",
                                                                                                                      "PT10M",
                                                                                                                      "how long running tasks may take to end when the agent is asked to stop, ISO-8601, PT0S to PT24H");

  private final String key;
  private final String byDefault;
  private final String doc;

  Setting(String key, String byDefault, String doc) {
    this.key = key;
    this.byDefault = byDefault;
    this.doc = doc;
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

  /// What it is for, with unit and special values.
  public String doc() {
    return doc;
  }

  /// Whether its value is for nobody's eyes.
  public boolean secret() {
    return this == DATABASE_PASSWORD;
  }
}
