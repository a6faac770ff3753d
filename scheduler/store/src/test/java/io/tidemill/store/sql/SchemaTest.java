package io.tidemill.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.store.config.PostgresConfig;
import io.tidemill.store.conformance.PostgresServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class SchemaTest {
  @Test void flyway_is_left_out_where_its_history_tells_all_migrations_on_h2() throws SQLException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    updatesOnce(source, "h2");
  }

  @Test void flyway_is_left_out_where_its_history_tells_all_migrations_on_postgresql() throws SQLException {
    PostgresConfig config = PostgresServer.shared().emptyDatabase();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(config.url());
    source.setUser(config.user());
    source.setPassword(config.password());
    updatesOnce(source, "postgresql");
    PostgresServer.shared().drop(config);
  }

  private static void updatesOnce(DataSource source, String dialect) throws SQLException {
    try (Connection connection = source.getConnection()) {
      assertThat(Schema.update(connection, source, dialect)).isTrue();
      assertThat(Schema.update(connection, source, dialect)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2", "postgresql"}) void every_dialect_has_the_known_migrations_and_no_other(String dialect)
      throws Exception {
    URI folder = Objects
        .requireNonNull(Schema.class.getClassLoader().getResource("tidemill/migration/" + dialect))
        .toURI();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(Schema.MIGRATIONS);
    }
  }
}
