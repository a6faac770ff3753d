package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.run.StartRequest;
import io.tidemill.api.version.PurgeRequest;
import io.tidemill.runtime.port.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server and an agent, to which the command line deploys a new version while a run of the old one is on its way.
class NewVersionTest {
  @TempDir Path directory;

  @Test void a_run_ends_on_its_version_the_next_uses_the_new_one_and_rollback_returns_to_the_old() throws Exception {
    AttemptRecorder recorder = new AttemptRecorder(directory.resolve("attempts"));
    try (ServerProcess server = ServerProcess.start(directory, 0, Map.of());
        RemoteAgentProcess _ = RemoteAgentProcess.join(directory, "north", server)) {
      tidemill("deploy", write(recorder, "v1").toString(), "--yes");
      long old = start(server);
      await().atMost(60, SECONDS).until(() -> !recorder.lines("start").isEmpty());

      tidemill("deploy", write(recorder, "v2").toString(), "--yes");
      assertThatThrownBy(() -> server.operations().versions().purge(new PurgeRequest("ship", 1, true, null)))
          .isInstanceOf(RefusedException.class);
      Files.createFile(directory.resolve("go"));

      assertThat(version(server, old)).as("the run that was on its way").isEqualTo("v1");
      assertThat(version(server, start(server))).as("the next one").isEqualTo("v2");
      tidemill("rollback", "ship", "--yes");
      assertThat(version(server, start(server))).as("after the rollback").isEqualTo("v1");
    }
  }

  private Path write(AttemptRecorder recorder, String version) throws Exception {
    return Files.write(directory.resolve("Ship.java"), new LoggedDag(recorder).source("ship", """
        var load = d.task("load").exec(ctx -> {
          say("start", ctx);
          await("go");
        });
        d.task("sail").after(load).run(String.class, ctx -> "%s");
        """.formatted(version)));
  }

  private static long start(ServerProcess server) {
    return server.operations().runs().start(new StartRequest("ship", null, null, List.of())).run();
  }

  private static String version(ServerProcess server, long run) {
    EndedRun.await(server.operations(), "ship", run);
    assertThat(server.operations().runs().get("ship", run).run().status()).isEqualTo(RunStatus.SUCCESS);
    return server.operations().tasks().output("ship", run, "sail").asString();
  }

  private void tidemill(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", directory.resolve("data").toString()));
    try (TidemillProcess process = TidemillProcess.start(directory, Map.of(), all)) {
      assertThat(process.exit()).as(process.told()).isZero();
    }
  }
}
