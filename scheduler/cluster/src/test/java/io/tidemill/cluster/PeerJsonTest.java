package io.tidemill.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.PausePartition;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.CommandId;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.OwnerQueries.ShardCounts;
import io.tidemill.runtime.OwnerRequests;
import io.tidemill.runtime.Submission;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RequestOrigin;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PeerJsonTest {
  private static final Catalog.Dag DAG = new Catalog.Dag(7, "flights", 3, 2);
  private static final RequestOrigin ME = new RequestOrigin("ada", "owner", "10.0.0.1", "runs.start");
  private static final Method SUBMIT = method(Commands.class, "submit");

  private static Method method(Class<?> port, String name) {
    return Objects.requireNonNull(PeerCall.methods(port).get(name));
  }

  private static @Nullable Object[] crossed(Method method, @Nullable Object... arguments) {
    return PeerJson.readArguments(method, PeerJson.writeArguments(method, arguments));
  }

  private static Command crossed(Command command) {
    @Nullable Object[] crossed = crossed(SUBMIT, DAG, new CommandId("one"), command, ME);
    assertThat(crossed[0]).isEqualTo(DAG);
    assertThat(crossed[1]).isEqualTo(new CommandId("one"));
    assertThat(crossed[3]).isEqualTo(ME);
    return (Command) Objects.requireNonNull(crossed[2]);
  }

  @Test void a_command_arrives_as_it_was_sent() {
    assertThat(crossed(new CancelRun(7, 9, null))).isEqualTo(new CancelRun(7, 9, null));
    assertThat(crossed(new Rerun(7, 9, List.of(new Rerun.Target("a", List.of(1, 2)), Rerun.Target.all("b")), 3, true,
        "plan", List.of()))).isEqualTo(new Rerun(7, 9,
            List.of(new Rerun.Target("a", List.of(1, 2)), Rerun.Target.all("b")), 3, true, "plan", List.of()));
    Value params = Value.inline("{\"zoë\": 1e400}".getBytes(StandardCharsets.UTF_8), "");
    CreateRun create = (CreateRun) crossed(new CreateRun(7, 2, "key", params, new Trigger.Manual("ada")));
    assertThat(create.params().hasSameBytes(params)).isTrue();
    assertThat(create.trigger()).isEqualTo(new Trigger.Manual("ada"));
    assertThat(create.key()).isEqualTo("key");
  }

  @Test void every_kind_of_a_sealed_family_is_found_again() {
    Method tell = method(OwnerRequests.class, "tell");
    PausePartition pause = new PausePartition("nightly", "ada", "command-1");
    assertThat(crossed(tell, 5, pause, new Submission.Asked(ME, ""))).containsExactly(5, pause,
        new Submission.Asked(ME, ""));
    assertThat(crossed(tell, 5, pause, null)).containsExactly(5, pause, null);
  }

  @Test void an_answer_arrives_as_it_was_given() {
    for (Reply reply : List.of(new RunAccepted(7, 9, 2, true),
        new Refused(Refused.Code.NOT_FOUND, "no \"such\" run"))) {
      assertThat(PeerJson.readAnswer(SUBMIT, PeerJson.writeAnswer(SUBMIT, reply))).isEqualTo(reply);
    }
    Method counts = method(OwnerQueries.class, "shardCounts");
    Map<Integer, ShardCounts> shards = Map.of(3, new ShardCounts(10, 4, 2));
    assertThat(PeerJson.readAnswer(counts, PeerJson.writeAnswer(counts, shards))).isEqualTo(shards);
    assertThat(PeerJson.readAnswer(counts, PeerJson.writeAnswer(counts, null))).isNull();
  }

  @Test void a_class_that_is_not_ours_is_not_read() {
    String forged = "[[\"java.util.ArrayList\", []], \"one\", [\"java.net.URL\", \"http://example.org\"], null]";
    assertThatThrownBy(() -> PeerJson.readArguments(SUBMIT, forged.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PeerJson.readArguments(SUBMIT, "[1]".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 arguments");
  }

  @Test void the_methods_of_a_port_that_is_called_have_different_names_and_name_a_partition_first() {
    for (Class<?> port : List.of(Commands.class, OwnerQueries.class, OwnerRequests.class)) {
      assertThat(PeerCall.methods(port)).hasSize(port.getMethods().length);
      assertThat(PeerCall.methods(port).values())
          .allMatch(method -> method.getParameterCount() == 0 || method.getParameterTypes()[0] == int.class
              || method.getParameterTypes()[0] == Catalog.Dag.class);
    }
  }
}
