package io.tidemill.runtime;

import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RequestOrigin;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Starts runs, each by a command of its own.
public final class TestRuns {
  private TestRuns() {}

  /// Asks for a run of the active version without parameters.
  public static CompletableFuture<Reply> create(SchedulerNode node, Catalog.Dag dag) {
    return create(node, dag, null, "{}".getBytes(StandardCharsets.UTF_8));
  }

  /// Asks for a run of the active version.
  public static CompletableFuture<Reply> create(SchedulerNode node, Catalog.Dag dag, @Nullable String key,
      byte[] params) {
    return new LocalCommands(node).submit(dag, new CommandId(UUID.randomUUID().toString()), create(dag, key, params),
        RequestOrigin.here("test"));
  }

  /// What is asked for by that.
  public static CreateRun create(Catalog.Dag dag, @Nullable String key, byte[] params) {
    return new CreateRun(dag.number(), dag.active(), key, Value.inline(params, ""), new Trigger.Manual("test"));
  }
}
