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
                                      "port of the API of dev on 127.0.0.1, 0 to 65535; 0: any free one");

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
