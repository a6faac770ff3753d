package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.agent.AgentView;
import io.tidemill.api.run.StartRequest;
import io.tidemill.protocol.remote.AgentMethods;
import io.tidemill.protocol.remote.FromAgent;
import io.tidemill.runtime.port.RunStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Agents, each a process of its own, that a server does not take, or that cannot serve as they were told to: they end with 2
/// and say why.
class RefusedAgentTest {
  private static final int BAD_INPUT = 2;

  @TempDir static Path directory;
  private static ServerProcess server;

  @BeforeAll static void open() throws Exception {
    server = ServerProcess.start(directory, 0, Map.of());
  }

  @AfterAll static void close() throws Exception {
    server.close();
  }

  private static RemoteAgentProcess start(String name, int port, Path token, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--token-file", token.toString()));
    arguments.addAll(List.of(more));
    return RemoteAgentProcess.start(directory, name, port, arguments);
  }

  private static void assertRefused(RemoteAgentProcess agent, String... words) throws Exception {
    assertThat(agent.process().exit()).as(agent.process().told()).isEqualTo(BAD_INPUT);
    assertThat(agent.process().told()).contains(words).doesNotContain("\tat ", "connected to");
  }

  private static List<String> names() {
    return server.operations().agents().list().stream().map(AgentView::name).toList();
  }

  @Test void a_token_that_is_foreign_used_or_meant_for_another_ends_the_agent_with_the_reason() throws Exception {
    Path used = server.token(null);
    Path foreign = Files.writeString(directory.resolve("foreign.token"), "tidemill-join." + "x".repeat(43));
    try (RemoteAgentProcess first = start("token-first", server.agentPort(), used);
        RemoteAgentProcess stranger = start("token-stranger", server.agentPort(), foreign);
        RemoteAgentProcess impostor = start("token-impostor", server.agentPort(), server.token("somebody"))) {
      first.connected();
      try (RemoteAgentProcess second = start("token-second", server.agentPort(), used)) {
        assertRefused(second, "this one has been used");
      }
      assertRefused(stranger, "unknown or revoked", "tidemill token create");
      assertRefused(impostor, "found one for another name", "--name token-impostor");
      assertThat(names()).contains("token-first")
          .doesNotContain("token-second", "token-stranger", "token-impostor", "somebody");
    }
  }

  @Test void a_name_or_a_folder_that_another_has_ends_the_agent_and_leaves_the_other_alone() throws Exception {
    try (RemoteAgentProcess owner = start("north", server.agentPort(), server.token("north"))) {
      owner.connected();
      try (RemoteAgentProcess name = start("north", server.agentPort(), server.token(null), "--work",
          directory.resolve("agents/other").toString());
          RemoteAgentProcess folder = start("north", server.agentPort(), server.token(null))) {
        assertRefused(name, "an agent 'north' exists", "agents remove north");
        assertRefused(folder, "process " + owner.process().pid() + ", since ", "give each agent a folder of its own");
      }
      assertThat(server.operations().agents().list()).filteredOn(each -> each.name().equals("north"))
          .extracting(AgentView::state)
          .containsExactly(AgentView.State.CONNECTED);

      server.operations().agents().remove("north");
      assertThat(owner.process().exit()).as(owner.process().told()).isEqualTo(BAD_INPUT);
      assertThat(owner.process().told()).contains("join again with a new token");
      assertThat(names()).doesNotContain("north");
    }
  }

  @Test void a_folder_that_nobody_can_write_to_ends_the_agent_before_it_spends_its_token() throws Exception {
    Path token = server.token("folder");
    try (RemoteAgentProcess nowhere = start("folder", server.agentPort(), token, "--work", "/proc/sys/agent")) {
      assertRefused(nowhere, "/proc/sys/agent", "no folder can be made there", "make it writable");
    }
    try (RemoteAgentProcess somewhere = start("folder", server.agentPort(), token)) {
      somewhere.connected();
    }
  }

  @Test void an_agent_that_speaks_an_old_version_of_the_protocol_is_told_what_to_update() throws Exception {
    try (AlteringProxy old = speaking(AgentMethods.OLDEST_PROTOCOL - 1);
        AlteringProxy young = speaking(AgentMethods.PROTOCOL + 1);
        RemoteAgentProcess before = start("before", old.port(), server.token(null));
        RemoteAgentProcess after = start("after", young.port(), server.token(null))) {
      assertRefused(before, "of the protocol, but found " + (AgentMethods.OLDEST_PROTOCOL - 1),
          "update the agent first");
      assertRefused(after, "of the protocol, but found " + (AgentMethods.PROTOCOL + 1), "update the scheduler first");
    }
  }

  private static AlteringProxy speaking(int protocol) throws IOException {
    return new AlteringProxy(server.agentPort()) {
      @Override List<FromAgent> said(FromAgent message) {
        return List.of(message instanceof FromAgent.Hello hello
            ? new FromAgent.Hello(protocol, hello.hello(), hello.held(), hello.first(), hello.clock())
            : message);
      }
    };
  }

  @Test void a_task_for_a_label_that_nobody_carries_waits_says_so_and_runs_when_somebody_does() throws Exception {
    try (RemoteAgentProcess _ = RemoteAgentProcess.join(directory, "large", server, "--labels", "highmem", "--queues",
        "labels")) {
      server.operations().versions().deploy("Label.java", """
          import module java.base;
          import io.tidemill.dsl.*;
          Dag<?> dag() {
            return Dag.define("label", d -> d.task("only").queue("labels").requireLabels("highmme").exec(ctx -> {}));
          }
          void main(String... args) { Dag.main(dag(), args); }
          """.getBytes(StandardCharsets.UTF_8), null);
      long run = server.operations().runs().start(new StartRequest("label", null, null, List.of())).run();
      await().atMost(20, SECONDS)
          .untilAsserted(() -> assertThat(server.operations().runs().get("label", run).tasks().getFirst().waits())
              .contains("no connected agent carries label 'highmme'", "did you mean 'highmem'?"));

      try (RemoteAgentProcess _ = RemoteAgentProcess.join(directory, "misspelt", server, "--labels", "highmme",
          "--queues",
          "labels")) {
        EndedRun.await(server.operations(), "label", run);
      }
      assertThat(server.operations().runs().get("label", run).run().status()).isEqualTo(RunStatus.SUCCESS);
    }
  }
}
