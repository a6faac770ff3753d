package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.log.LogPage;
import io.tidemill.api.log.LogSource;
import io.tidemill.api.run.StartRequest;
import io.tidemill.runtime.port.RunStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bodies on an agent elsewhere that print more than anybody wants to read, and what nobody can.
class FloodedLogTest {
  private static final long MIB = 1L << 20;
  /// Most of the log of an attempt, with what says that it is cut.
  private static final long MOST_LOG = 50 * MIB + 1_000;
  /// Of a process that has 512 MiB for objects.
  private static final long MOST_RESIDENT = 800 * MIB;
  private static final String KINDS = """
      d.task("loud").exec(ctx -> {
        System.out.println("the first words");
        byte[] binary = new byte[1 << 20];
        new Random(7).nextBytes(binary);
        System.out.write(binary);
        System.out.println();
        for (int i = 0; i < 100_000; i++) {
          System.out.print("\\u001b[31m\\u001b[2J\\u001b[999;999H");
        }
        System.out.println();
        byte[] block = "y".repeat(1 << 20).getBytes();
        for (int i = 0; i < %d; i++) {
          System.out.write(block);
        }
        System.out.println();
        System.out.println("the last words");
      });
      d.task("colour").exec(ctx -> System.out.println("\\u001b[1;31mred\\u001b[0m\\u0007"));
      """;

  @TempDir Path directory;

  @Test void what_is_printed_without_end_and_without_lines_is_cut_and_read_in_order_and_stops_nobody()
      throws Exception {
    flood(54);
  }

  @Tag("proofs")
  @Test void a_gigabyte_without_a_line_is_cut_and_read_in_order_and_stops_nobody() throws Exception {
    flood(1024);
  }

  private void flood(int mib) throws Exception {
    AttemptRecorder recorder = new AttemptRecorder(directory.resolve("attempts"));
    try (ServerProcess server = ServerProcess.start(directory, 0, Map.of());
        RemoteAgentProcess north = RemoteAgentProcess.join(directory, "north", server)) {
      server.operations()
          .versions()
          .deploy("Flood.java", new LoggedDag(recorder).source("flood", KINDS.formatted(mib)), null);
      server.operations().versions().deploy("Quiet.java", new LoggedDag(recorder).source("quiet", """
          d.task("only").exec(ctx -> System.out.println("quiet"));
          """), null);
      long run = start(server, "flood");
      for (int i = 0; i < 3; i++) {
        assertSucceeded(server, "quiet", start(server, "quiet"));
      }
      assertSucceeded(server, "flood", run);

      LogSource loud = server.operations()
          .logs()
          .sources("flood", run)
          .stream()
          .filter(each -> each.task().equals("loud"))
          .findFirst()
          .orElseThrow();
      // The end is shipped soon after the attempt has ended.
      await().atMost(60, SECONDS).until(() -> assertCut(server, run, loud).endsWith("OUT the last words\n"));
      assertThat(north.process().resident()).as("the agent").isLessThan(MOST_RESIDENT);
      assertThat(server.process().resident()).as("the server").isLessThan(MOST_RESIDENT);
      try (TidemillProcess reader = TidemillProcess.start(directory, Map.of(),
          List.of("logs", "flood/" + run + "/colour", "--data", directory.resolve("data").toString()))) {
        assertThat(reader.exit()).isZero();
        assertThat(reader.told()).contains("OUT \uFFFD[1;31mred\uFFFD[0m\uFFFD").doesNotContain("\u001b", "\u0007");
      }
    }
  }

  /// Reads the whole log.
  ///
  /// @return its last page
  private static String assertCut(ServerProcess server, long run, LogSource source) {
    long bytes = 0;
    boolean cut = false;
    LogPage page = server.operations()
        .logs()
        .page("flood", run, source.task(), source.shardIndex(), source.attempt(), -1);
    assertThat(page.text()).contains("OUT the first words\n");
    while (true) {
      bytes += page.text().getBytes(StandardCharsets.UTF_8).length;
      cut |= page.text().contains(" bytes are cut out here: the log of an attempt is limited to 52,428,800 bytes");
      if (!page.more()) {
        assertThat(bytes).isLessThan(MOST_LOG);
        assertThat(page.text().lines().mapToInt(String::length).max().orElse(0)).isLessThan(17_000);
        return cut ? page.text() : "";
      }
      page = server.operations()
          .logs()
          .page("flood", run, source.task(), source.shardIndex(), source.attempt(), page.next());
    }
  }

  private static long start(ServerProcess server, String dag) {
    return server.operations().runs().start(new StartRequest(dag, null, null, List.of())).run();
  }

  private static void assertSucceeded(ServerProcess server, String dag, long run) {
    EndedRun.await(server.operations(), dag, run);
    assertThat(server.operations().runs().get(dag, run).run().status())
        .as("%s", server.operations().runs().get(dag, run).failures())
        .isEqualTo(RunStatus.SUCCESS);
  }
}
