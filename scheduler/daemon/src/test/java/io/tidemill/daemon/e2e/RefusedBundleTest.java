package io.tidemill.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.run.StartRequest;
import io.tidemill.runtime.port.RunStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bundles that are bad or mean harm, sent to a server that has an agent.
class RefusedBundleTest {
  private static final byte[] INDEX = "a.B".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private ServerProcess server;

  @Test void bundles_that_are_bad_are_refused_with_the_reason_and_leave_server_and_agent_as_they_were()
      throws Exception {
    try (ServerProcess house = ServerProcess.start(directory, 0, Map.of());
        RemoteAgentProcess agent = RemoteAgentProcess.join(directory, "north", house)) {
      server = house;
      byte[] whole = jar("data", new byte[1_000]);
      assertRefused("cut.jar", Arrays.copyOf(whole, whole.length - 30), "may be cut off");
      assertRefused("slip.jar", jar("../../evil", new byte[1]), "relative entry names", "../../evil");
      assertRefused("bomb.jar", jar("bomb", new byte[20 << 20]), "unpack to at most", "'bomb'");
      int newer = Runtime.version().feature() + 1;
      assertRefused("newer.jar", jar("a/B.class",
          new byte[]{(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) (newer + 44)}),
          "a/B.class built for Java " + newer, "--release");
      assertRefused("Two.java", """
          import io.tidemill.dsl.*;
          class A { Dag<NoParams> dag() { return Dag.define("same", d -> d.task("a").exec(ctx -> {})); } }
          class B { Dag<NoParams> dag() { return Dag.define("same", d -> d.task("a").exec(ctx -> {})); } }
          """.getBytes(StandardCharsets.UTF_8), "each DAG id once", "'same' in A", "in B");
      assertThat(server.operations().dags().list()).as("nothing of them is kept").isEmpty();

      server.operations()
          .versions()
          .deploy("Good.java", new LoggedDag(new AttemptRecorder(directory.resolve("attempts"))).source("good",
              "d.task(\"only\").exec(ctx -> say(\"start\", ctx));"), null);
      long run = server.operations().runs().start(new StartRequest("good", null, null, List.of())).run();
      EndedRun.await(server.operations(), "good", run);
      assertThat(server.operations().runs().get("good", run).run().status()).isEqualTo(RunStatus.SUCCESS);
      assertThat(agent.process().told()).doesNotContain("Exception");
    }
  }

  private void assertRefused(String name, byte[] content, String... words) {
    assertThatThrownBy(() -> server.operations().versions().deploy(name, content, null))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(name)
        .hasMessageContainingAll(words);
  }

  private static byte[] jar(String entry, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("META-INF/tidemill/dags"));
      zip.write(INDEX);
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(content);
    }
    return bytes.toByteArray();
  }
}
