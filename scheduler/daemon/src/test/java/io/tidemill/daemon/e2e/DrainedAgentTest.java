package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.StartRequest;
import io.tidemill.daemon.e2e.LoggedDag.Said;
import io.tidemill.runtime.port.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server and two agents of four slots, one of which is asked to stop in the middle of its work.
class DrainedAgentTest {
  private static final int SHARDS = 12;

  @TempDir Path directory;
  private AttemptRecorder attemptRecorder;

  @Test void an_agent_that_is_asked_to_stop_ends_what_runs_and_leaves_the_rest_to_the_other() throws Exception {
    attemptRecorder = new AttemptRecorder(directory.resolve("attempts"));
    try (ServerProcess server = ServerProcess.start(directory, 0, Map.of());
        RemoteAgentProcess north = RemoteAgentProcess.join(directory, "north", server)) {
      server.operations().versions().deploy("Drain.java", new LoggedDag(attemptRecorder).source("drain", """
          d.shard("each").overHash(%d).run(Long.class, (ctx, part) -> {
            say("start", ctx);
            await(ctx.shardIndex() < 4 ? "first" : "rest");
            say("end", ctx);
            return 1L;
          });
          """.formatted(SHARDS)), null);
      long run = server.operations().runs().start(new StartRequest("drain", null, null, List.of())).run();
      await().atMost(60, SECONDS).until(() -> said("start").size() == 4);

      north.process().terminate();
      try (RemoteAgentProcess south = RemoteAgentProcess.join(directory, "south", server)) {
        await().atMost(60, SECONDS).until(() -> said("start").size() == 8);
        Files.createFile(directory.resolve("first"));
        assertThat(north.process().exit()).as(north.process().told()).isZero();
        Files.createFile(directory.resolve("rest"));

        RunDetail detail = EndedRun.await(server.operations(), "drain", run);
        assertThat(detail.run().status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(detail.failures()).as("nothing failed, nothing was lost").isEmpty();
        assertThat(said("start")).extracting(Said::shard).hasSize(SHARDS).doesNotHaveDuplicates();
        assertThat(said("end")).filteredOn(each -> each.process() == north.process().pid()).hasSize(4);
        assertThat(said("end")).filteredOn(each -> each.process() == south.process().pid()).hasSize(SHARDS - 4);
      }
    }
  }

  private List<Said> said(String what) throws IOException {
    return attemptRecorder.lines(what).stream().map(Said::of).toList();
  }
}
