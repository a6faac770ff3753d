package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.Operations;
import io.tidemill.api.cluster.ClusterView;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.run.StartRequest;
import io.tidemill.runtime.port.RunStatus;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several servers on one PostgreSQL database, each in a process of its own.
class ClusterTest {
  private static EmbeddedPostgres postgres;

  @TempDir Path directory;

  @BeforeAll static void open() throws Exception {
    postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  }

  @AfterAll static void close() throws Exception {
    postgres.close();
  }

  private static Map<String, String> database() {
    return Map.of("TIDEMILL_DATABASE_URL", "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
        "TIDEMILL_DATABASE_USER", "postgres", "TIDEMILL_DATABASE_PASSWORD", "postgres");
  }

  private ServerProcess server(String name) throws Exception {
    return ServerProcess.start(Files.createDirectories(directory.resolve(name)), 0, database(), "--slots", "4");
  }

  private void deploy(ServerProcess server, String dag) throws Exception {
    server.operations()
        .versions()
        .deploy(dag.replace("-", "_") + ".java",
            new LoggedDag(new AttemptRecorder(directory.resolve(dag))).source(dag,
                "d.task(\"a\").run(Integer.class, ctx -> 1);"),
            null);
  }

  private static void assertRuns(Operations server, String dag) {
    long run = server.runs().start(new StartRequest(dag, null, null, null)).run();
    assertThat(EndedRun.await(server, dag, run).run().status()).isEqualTo(RunStatus.SUCCESS);
  }

  private static void awaitShares(ServerProcess server, int schedulers) {
    await().atMost(120, SECONDS).ignoreExceptionsInstanceOf(RefusedException.class).until(() -> {
      ClusterView cluster = server.operations().cluster().get();
      List<Integer> shares = cluster.schedulers().stream().map(ClusterView.Scheduler::partitions).toList();
      return cluster.unowned() == 0 && shares.size() == schedulers
          && shares.stream().allMatch(share -> share >= 64 / schedulers);
    });
  }

  @Test void servers_on_one_database_share_the_dags_each_answers_for_all_and_the_others_take_over_from_one_that_dies()
      throws Exception {
    List<String> dags = IntStream.range(0, 6).mapToObj(i -> "dag-" + i).toList();
    try (ServerProcess first = server("first"); ServerProcess second = server("second")) {
      for (String dag : dags) {
        deploy(first, dag);
      }
      awaitShares(first, 2);
      awaitShares(second, 2);
      for (String dag : dags) {
        assertRuns(first.operations(), dag);
        assertRuns(second.operations(), dag);
      }

      try (ServerProcess third = server("third")) {
        awaitShares(third, 3);
        dags.forEach(dag -> assertRuns(third.operations(), dag));
        third.process().kill();
        dags.forEach(dag -> assertRuns(first.operations(), dag));
      }
      awaitShares(first, 2);

      first.process().terminate();
      assertThat(first.process().exit()).isZero();
      dags.forEach(dag -> assertRuns(second.operations(), dag));
      awaitShares(second, 1);
    }
  }

  @Test void what_runs_tasks_in_its_own_process_is_refused_beside_a_server() throws Exception {
    try (ServerProcess server = server("only")) {
      deploy(server, "beside");
      TidemillProcess run = TidemillProcess.start(Files.createDirectories(directory.resolve("other")), database(),
          List.of("run", "beside", "--data", directory.resolve("other").resolve("data").toString()));
      run.says("Expected no scheduler on this database, since `run` runs tasks in its own process, but found server-");
      assertThat(run.exit()).isNotZero();
      assertRuns(server.operations(), "beside");
    }
  }
}
