package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.StartRequest;
import io.tidemill.api.task.FailureView;
import io.tidemill.daemon.e2e.LoggedDag.Said;
import io.tidemill.gateway.remote.FaultyProxy;
import io.tidemill.gateway.remote.FaultyProxy.Way;
import io.tidemill.runtime.port.RunStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server and two agents, one of which has a wire on which one side does not read for a while.
class SlowReaderTest {
  private static final long MIB = 1L << 20;
  private static final Map<String, String> QUICK = Map.of("TIDEMILL_AGENTS_CUT_OFF_AFTER", "PT3S",
      "TIDEMILL_AGENTS_LOST_AFTER", "PT18S");

  @TempDir Path directory;
  private AttemptRecorder attemptRecorder;

  @BeforeEach void open() throws Exception {
    attemptRecorder = new AttemptRecorder(directory.resolve("attempts"));
  }

  @Test void while_the_scheduler_does_not_read_the_body_that_prints_waits_and_nobody_else() throws Exception {
    try (ServerProcess server = ServerProcess.start(directory, 0, Map.of());
        FaultyProxy wire = new FaultyProxy(server.agentPort());
        RemoteAgentProcess north = RemoteAgentProcess.start(directory, "north", wire.port(),
            List.of("--token-file", server.token("north").toString(), "--queues", "prints"));
        RemoteAgentProcess _ = RemoteAgentProcess.join(directory, "south", server)) {
      north.connected();
      server.operations().versions().deploy("Print.java", new LoggedDag(attemptRecorder).source("print", """
          d.task("print").queue("prints").run(Integer.class, ctx -> {
            say("start", ctx);
            await("stopped");
            String line = "x".repeat(1_000);
            for (int i = 0; i < 30_000; i++) {
              System.out.println(line);
            }
            say("end", ctx);
            return 1;
          });
          d.task("large").queue("prints").run(String.class, ctx -> {
            say("start", ctx);
            await("stopped");
            say("end", ctx);
            return "x".repeat(8 << 20);
          });
          """), null);
      server.operations().versions().deploy("Quick.java", quick(), null);
      long run = start(server, "print");
      await().atMost(60, SECONDS).until(() -> said("start").size() == 2);
      ended(server, "quick", start(server, "quick"));
      long before = north.process().resident();

      wire.freeze(Way.TO_SCHEDULER);
      allow("stopped");
      await().atMost(20, SECONDS).until(() -> !said("end").isEmpty());
      for (int i = 0; i < 3; i++) {
        assertThat(ended(server, "quick", start(server, "quick")).run().status()).isEqualTo(RunStatus.SUCCESS);
      }
      assertThat(said("end")).extracting(Said::task).as("the log has no room for 30 MB").containsExactly("large");
      assertThat((north.process().resident() - before) / MIB).as("MiB more").isLessThan(100);
      wire.thaw();

      RunDetail detail = ended(server, "print", run);
      assertThat(detail.run().status()).isEqualTo(RunStatus.SUCCESS);
      assertThat(detail.failures()).isEmpty();
      assertThat(said("start")).extracting(Said::attempt).containsExactly(1, 1);
    }
  }

  @Test void an_agent_that_hears_nothing_stops_its_work_and_holds_nobody_back() throws Exception {
    try (ServerProcess server = ServerProcess.start(directory, 0, QUICK);
        FaultyProxy wire = new FaultyProxy(server.agentPort());
        RemoteAgentProcess north = RemoteAgentProcess.start(directory, "north", wire.port(),
            List.of("--token-file", server.token("north").toString(), "--queues", "waits"));
        RemoteAgentProcess _ = RemoteAgentProcess.join(directory, "south", server)) {
      north.connected();
      server.operations().versions().deploy("Wait.java", new LoggedDag(attemptRecorder).source("wait", """
          d.shard("each").overHash(4).queue("waits").run(Long.class, (ctx, part) -> {
            say("start", ctx);
            try {
              await("go");
            } catch (InterruptedException e) {
              say("interrupted", ctx);
              throw e;
            }
            say("end", ctx);
            return 1L;
          });
          """), null);
      server.operations().versions().deploy("Quick.java", quick(), null);
      List<Long> runs = new ArrayList<>(List.of(start(server, "wait")));
      await().atMost(60, SECONDS).until(() -> said("start").size() == 4);

      wire.freeze(Way.TO_AGENT);
      for (int i = 0; i < 20; i++) {
        runs.add(start(server, "wait"));
        start(server, "quick");
      }
      assertThat(ended(server, "quick", start(server, "quick")).run().status()).isEqualTo(RunStatus.SUCCESS);
      await().atMost(20, SECONDS).until(() -> said("interrupted").size() == 4);
      assertThat(said("start")).as("nothing starts that it does not hear of").hasSize(4);
      allow("go");
      wire.thaw();

      for (long run : runs) {
        assertThat(ended(server, "wait", run).run().status()).isEqualTo(RunStatus.SUCCESS);
      }
      assertThat(server.operations().runs().get("wait", runs.getFirst()).failures()).extracting(FailureView::kind)
          .containsOnly("LOST")
          .hasSize(4);
      assertThat(said("end")).extracting(Said::run, Said::shard).hasSize(4 * runs.size()).doesNotHaveDuplicates();
      assertThat(said("start")).hasSize(4 * runs.size() + 4);
    }
  }

  private static byte[] quick() {
    return """
        import module java.base;
        import io.tidemill.dsl.*;
        Dag<?> dag() {
          return Dag.define("quick", d -> d.shard("each").overHash(8).run(Long.class, (ctx, part) -> 1L));
        }
        void main(String... args) { Dag.main(dag(), args); }
        """.getBytes(StandardCharsets.UTF_8);
  }

  private static long start(ServerProcess server, String dag) {
    return server.operations().runs().start(new StartRequest(dag, null, null, List.of())).run();
  }

  private static RunDetail ended(ServerProcess server, String dag, long run) {
    return EndedRun.await(server.operations(), dag, run);
  }

  private void allow(String name) throws IOException {
    Files.createFile(directory.resolve(name));
  }

  private List<Said> said(String what) throws IOException {
    return attemptRecorder.lines(what).stream().map(Said::of).toList();
  }
}
