package io.tidemill.agent;

import io.tidemill.protocol.PackedBytes;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.WireValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// An agent in this process, with a scheduler that does what a test says.
abstract class AgentFixture {
  static final String HEAD = """
      import module java.base;
      import io.tidemill.dsl.*;
      void main() {}
      """;

  final FakeScheduler scheduler = new FakeScheduler();
  final Signals signals = new Signals();
  final BlockingQueue<String> halts = new LinkedBlockingQueue<>();
  Agent agent;

  @TempDir Path work;

  @AfterEach void close() {
    if (agent != null) {
      agent.close(Duration.ZERO);
    }
    signals.close();
  }

  void start(AgentConfig config) {
    agent = new Agent(config, halts::add);
    agent.start(scheduler);
  }

  AgentConfig config() {
    return AgentConfig.of("test", work);
  }

  /// A run of a DAG with these declarations.
  RunContext run(String declarations) {
    return run("", "NoParams", "", declarations, "{}");
  }

  RunContext run(String types, String params, String define, String declarations, String paramsJson) {
    if (agent == null) {
      start(config());
    }
    String bundle = scheduler.store("Sample.java",
        HEAD + types + "\nDag<" + params + "> dag() {\n  return Dag.define(\"sample\""
            + define + ", d -> {\n" + declarations + "\n  });\n}\n");
    return FakeScheduler.run("sample", bundle, paramsJson);
  }

  static WireValue packed(String... entries) {
    List<byte[]> all = new ArrayList<>();
    for (String each : entries) {
      all.add(each.getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = PackedBytes.pack(all);
    return new WireValue(bytes, 0, bytes.length, "");
  }

  static List<String> unpacked(byte[] packed) {
    return PackedBytes.unpack(packed).stream().map(each -> new String(each, StandardCharsets.UTF_8)).toList();
  }
}
