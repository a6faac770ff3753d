package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.Operations;
import io.tidemill.api.agent.AgentResource;
import io.tidemill.api.agent.AgentView;
import io.tidemill.api.task.ShardFilter;
import io.tidemill.api.task.ShardsView;
import io.tidemill.api.task.ShardsView.Shard;
import io.tidemill.api.task.TaskResource;
import io.tidemill.engine.state.ShardState;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueuedShardsTest {
  private final List<Shard> assigned = new ArrayList<>();
  private final List<AgentView> agents = new ArrayList<>();

  private void agent(String name, int slots) {
    agents.add(new AgentView(name, AgentView.State.CONNECTED, slots, 0, List.of(), List.of(), null, null, null, null));
  }

  private void assign(int index, String agent, long second) {
    assigned.add(new Shard(index, "k" + index, ShardState.ASSIGNED, 1, agent, null, Instant.ofEpochSecond(second)));
  }

  private Set<Integer> queued() {
    TaskResource tasks = proxy(TaskResource.class, (_, _, arguments) -> page((ShardFilter) arguments[3]));
    AgentResource all = proxy(AgentResource.class, (_, _, _) -> agents);
    return QueuedShards.of(proxy(Operations.class, (_, method, _) -> method.getName().equals("tasks") ? tasks : all),
        "dag", 1, "task");
  }

  private ShardsView page(ShardFilter filter) {
    assertThat(filter.state()).containsExactly(ShardState.ASSIGNED);
    List<Shard> rest = assigned.stream().filter(shard -> shard.index() > filter.after()).toList();
    boolean more = rest.size() > filter.limit();
    List<Shard> shown = more ? rest.subList(0, filter.limit()) : rest;
    @Nullable Integer next = more ? Integer.valueOf(shown.getLast().index()) : null;
    return new ShardsView(assigned.size(), Map.of(), "", List.of(), false, shown, next);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler answers) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, answers));
  }

  @Test void shards_beyond_the_slots_of_their_agent_wait_for_one() {
    agent("a", 2);
    agent("b", 4);
    IntStream.range(0, 5).forEach(index -> assign(index, "a", 0));
    assign(5, "b", 0);

    assertThat(queued()).containsExactlyInAnyOrder(2, 3, 4);
  }

  @Test void an_agent_starts_what_it_got_first() {
    agent("a", 1);
    assign(0, "a", 20);
    assign(1, "a", 10);

    assertThat(queued()).containsExactly(0);
  }

  @Test void nothing_is_said_of_shards_whose_agent_is_unknown() {
    assign(0, "gone", 0);

    assertThat(queued()).isEmpty();
  }

  @Test void all_pages_are_looked_at() {
    agent("a", ShardFilter.MOST);
    IntStream.range(0, ShardFilter.MOST + 3).forEach(index -> assign(index, "a", 0));

    assertThat(queued()).containsExactlyInAnyOrder(ShardFilter.MOST, ShardFilter.MOST + 1, ShardFilter.MOST + 2);
  }
}
