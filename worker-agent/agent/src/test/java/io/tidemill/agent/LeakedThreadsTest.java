package io.tidemill.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.protocol.RunContext;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeakedThreadsTest extends AgentFixture {
  private final LeakedThreads leaked = new LeakedThreads();

  @Test void a_thread_a_body_left_running_is_told_of_once_by_its_name() throws Exception {
    RunContext run = run(
        "d.task(\"a\").exec(ctx -> { Thread.ofPlatform().name(\"left-behind\").daemon().start(() -> { try { "
            + signals.code("open") + ".await(); } catch (InterruptedException e) { } }); });");
    scheduler.result(scheduler.task(run, "a"));

    assertThat(leaked.look(Set.of(), Set.of())).as("it may be about to end").isEmpty();
    assertThat(leaked.look(Set.of(), Set.of())).containsExactly("left-behind");
    assertThat(leaked.look(Set.of(), Set.of())).isEmpty();
    signals.give("open");
  }

  @Test void threads_of_an_agent_without_bodies_are_no_leak() throws Exception {
    start(config());

    leaked.look(Set.of(), Set.of());
    assertThat(leaked.look(Set.of(), Set.of())).isEmpty();
  }
}
