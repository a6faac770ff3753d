package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.Operations;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.run.StartRequest;
import io.tidemill.runtime.port.RunStatus;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers on one PostgreSQL database: the later one works, the earlier one stands by.
class StandbyServerTest {
  private static EmbeddedPostgres postgres;

  @TempDir Path directory;

  @BeforeAll static void open() throws Exception {
    postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  }

  @AfterAll static void close() throws Exception {
    postgres.close();
  }

  private ServerProcess server(String name) throws Exception {
    return ServerProcess.start(Files.createDirectories(directory.resolve(name)), 0,
        Map.of("TIDEMILL_DATABASE_URL", "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
            "TIDEMILL_DATABASE_USER", "postgres", "TIDEMILL_DATABASE_PASSWORD", "postgres"),
        "--slots", "4");
  }

  private static void assertRuns(Operations server) {
    long run = server.runs().start(new StartRequest("sum", null, null, null)).run();
    assertThat(EndedRun.await(server, "sum", run).run().status()).isEqualTo(RunStatus.SUCCESS);
  }

  private static void awaitRuns(Operations server) {
    await().atMost(120, SECONDS).ignoreExceptionsInstanceOf(RefusedException.class).until(() -> {
      server.runs().start(new StartRequest("sum", null, null, null));
      return true;
    });
    assertRuns(server);
  }

  @Test void a_server_that_another_one_superseded_takes_over_by_itself_when_that_one_is_killed_or_stopped()
      throws Exception {
    try (ServerProcess first = server("first")) {
      first.operations()
          .versions()
          .deploy("Sum.java", new LoggedDag(new AttemptRecorder(directory.resolve("attempts"))).source("sum",
              "d.task(\"a\").run(Integer.class, ctx -> 1);"), null);
      assertRuns(first.operations());
      try (ServerProcess second = server("second")) {
        assertRuns(second.operations());
        first.process().says("Another scheduler works on this database now");
        assertThatThrownBy(() -> first.operations().runs().start(new StartRequest("sum", null, null, null)))
            .isInstanceOf(RefusedException.class)
            .hasMessageContaining("Another scheduler works on this database")
            .hasMessageContaining("this request changed nothing")
            .message()
            .doesNotContain("not known");
        second.process().kill();
      }
      awaitRuns(first.operations());

      try (ServerProcess third = server("third")) {
        assertRuns(third.operations());
        third.process().terminate();
        assertThat(third.process().exit()).isZero();
      }
      awaitRuns(first.operations());
    }
  }
}
