package io.tidemill.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.run.StartRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The log of a task that runs on another process and is killed with it.
class FollowedLogTest {
  @TempDir Path directory;

  @Test void a_log_is_followed_while_the_task_runs_and_what_was_shipped_outlives_the_agent() throws Exception {
    AttemptRecorder recorder = new AttemptRecorder(directory.resolve("attempts"));
    try (ServerProcess server = ServerProcess.start(directory, 0, Map.of());
        RemoteAgentProcess north = RemoteAgentProcess.join(directory, "north", server)) {
      server.operations().versions().deploy("Talk.java", new LoggedDag(recorder).source("talk", """
          d.task("speak").exec(ctx -> {
            System.out.println("before the kill");
            await("never");
          });
          """), null);
      long run = server.operations().runs().start(new StartRequest("talk", null, null, List.of())).run();

      try (TidemillProcess follower = logs(run, "-f")) {
        follower.says("before the kill");
      }
      north.process().kill();

      try (TidemillProcess reader = logs(run)) {
        assertThat(reader.exit()).isZero();
        reader.says("before the kill");
      }
    }
  }

  private TidemillProcess logs(long run, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(
        List.of("logs", "talk/" + run, "--data", directory.resolve("data").toString()));
    arguments.addAll(List.of(more));
    return TidemillProcess.start(directory, Map.of(), arguments);
  }
}
