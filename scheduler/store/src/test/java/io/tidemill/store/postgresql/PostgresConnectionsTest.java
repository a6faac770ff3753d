package io.tidemill.store.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.store.config.PostgresConfig;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresConnectionsTest {
  private static final int PROMISED_SECONDS = 10;

  @Test void a_question_to_a_database_that_stands_still_is_given_up_before_ten_seconds() {
    PGSimpleDataSource questions = (PGSimpleDataSource) new PostgresConnections(
        PostgresConfig.at("jdbc:postgresql://localhost/tidemill", "tidemill", "")).pooled();

    assertThat(questions.getSocketTimeout()).isLessThan(PROMISED_SECONDS);
    assertThat(questions.getOptions()).contains("statement_timeout=8000");
  }
}
