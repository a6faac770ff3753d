package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemill.api.agent.AgentView;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.StartRequest;
import io.tidemill.daemon.e2e.LoggedDag.Said;
import io.tidemill.runtime.port.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server and two agents, one of which cannot write for a while: the kernel lets no file of its process grow.
class FullAgentDiskTest {
  /// As many as an agent runs at a time.
  private static final int SHARDS = 4;

  @TempDir Path directory;
  private AttemptRecorder attemptRecorder;

  @Test void what_a_full_agent_cannot_write_down_is_given_back_and_runs_on_another_until_there_is_room()
      throws Exception {
    attemptRecorder = new AttemptRecorder(directory.resolve("attempts"));
    try (ServerProcess server = ServerProcess.start(directory, 0, Map.of());
        RemoteAgentProcess full = RemoteAgentProcess.join(directory, "full", server)) {
      server.operations().versions().deploy("Fill.java", new LoggedDag(attemptRecorder).source("fill", """
          d.shard("each").overHash(%d).run(Long.class, (ctx, part) -> {
            say("start", ctx);
            await("go" + ctx.run());
            return 1L;
          });
          """.formatted(SHARDS)), null);
      long before = start(server);
      await().atMost(60, SECONDS).until(() -> started(before).size() == SHARDS);
      assumeTrue(full.process().full(true), "a process can be kept from writing");
      long meanwhile = start(server);
      open(before, meanwhile);

      assertThat(succeeded(server, before).failures()).as("what ran is reported all the same").isEmpty();
      await().atMost(30, SECONDS).until(() -> view(server).state() == AgentView.State.RESTING);
      assertThat(view(server).gaveBack()).contains("cannot write to its work folder", "File too large");
      assertThat(server.operations().runs().get("fill", meanwhile).run().ended()).isFalse();
      try (RemoteAgentProcess south = RemoteAgentProcess.join(directory, "south", server)) {
        RunDetail detail = succeeded(server, meanwhile);
        assertThat(detail.failures()).as("what is given back has not failed")
            .isEmpty();
        assertThat(started(meanwhile)).extracting(Said::shard).hasSize(SHARDS).doesNotHaveDuplicates();
        assertThat(processes(meanwhile)).isEqualTo(Set.of(south.process().pid()));

        assertThat(full.process().full(false)).isTrue();
        await().atMost(30, SECONDS).until(() -> view(server).state() == AgentView.State.CONNECTED);
        long after = start(server);
        await().atMost(60, SECONDS).until(() -> started(after).size() == SHARDS);
        open(after);
        succeeded(server, after);
        assertThat(processes(after)).as("it takes work again").contains(full.process().pid());
      }
    }
  }

  private void open(long... runs) throws IOException {
    for (long run : runs) {
      Files.createFile(directory.resolve("go" + run));
    }
  }

  private static long start(ServerProcess server) {
    return server.operations().runs().start(new StartRequest("fill", null, null, List.of())).run();
  }

  private static RunDetail succeeded(ServerProcess server, long run) {
    RunDetail detail = EndedRun.await(server.operations(), "fill", run);
    assertThat(detail.run().status()).as("%s", detail.failures()).isEqualTo(RunStatus.SUCCESS);
    return detail;
  }

  private List<Said> started(long run) throws IOException {
    return attemptRecorder.lines("start").stream().map(Said::of).filter(each -> each.run() == run).toList();
  }

  private Set<Long> processes(long run) throws IOException {
    return started(run).stream().map(Said::process).collect(Collectors.toSet());
  }

  private static AgentView view(ServerProcess server) {
    return server.operations()
        .agents()
        .list()
        .stream()
        .filter(agent -> agent.name().equals("full"))
        .findFirst()
        .orElseThrow();
  }
}
