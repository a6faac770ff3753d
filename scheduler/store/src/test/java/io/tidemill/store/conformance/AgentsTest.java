package io.tidemill.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.runtime.port.AgentStore;
import io.tidemill.runtime.port.AgentStore.Agent;
import io.tidemill.runtime.port.AgentStore.Heard;
import io.tidemill.runtime.port.AgentStore.Incarnation;
import io.tidemill.runtime.port.AgentStore.JoinToken;
import io.tidemill.runtime.port.AgentStore.Joining;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentsTest extends StoreContract {
  @Test void a_token_makes_one_agent_known_and_is_used_up() {
    store.agents().addToken(token("t1", null), AUDIT);

    assertThat(join("t1", "north", 10)).isEqualTo(Joining.JOINED);
    assertThat(join("t1", "south", 10)).isEqualTo(Joining.USED_TOKEN);

    assertThat(store.agents().agents()).containsExactly(agent("north", 10));
    assertThat(store.agents().find("north")).isEqualTo(agent("north", 10));
    assertThat(store.agents().find("south")).isNull();
    assertThat(store.agents().tokens()).extracting(JoinToken::usedBy).containsExactly("north");
  }

  @Test void whoever_lost_the_answer_joins_again_with_the_same_credential_only() {
    store.agents().addToken(token("t1", null), AUDIT);
    join("t1", "north", 10);

    assertThat(join("t1", "north", 2_000)).isEqualTo(Joining.JOINED);
    assertThat(store.agents().join("hash of t1", Agent.joining("north", "another", 10), 10, AUDIT))
        .isEqualTo(Joining.USED_TOKEN);

    store.agents().remove("north", AUDIT);
    assertThat(join("t1", "north", 20)).isEqualTo(Joining.USED_TOKEN);
  }

  @Test void a_token_that_does_not_fit_changes_nothing() {
    store.agents().addToken(token("t1", "west"), AUDIT);
    store.agents().addToken(token("t2", null), AUDIT);
    store.agents().addToken(token("t3", null), AUDIT);
    join("t2", "north", 10);

    assertThat(join("t9", "south", 10)).isEqualTo(Joining.UNKNOWN_TOKEN);
    assertThat(join("t1", "south", 10)).isEqualTo(Joining.OTHER_NAME);
    assertThat(join("t3", "north", 10)).isEqualTo(Joining.NAME_TAKEN);
    assertThat(join("t3", "south", 1_000)).isEqualTo(Joining.EXPIRED_TOKEN);

    assertThat(store.agents().agents()).extracting(Agent::name).containsExactly("north");
    assertThat(join("t1", "west", 999)).isEqualTo(Joining.JOINED);
    assertThat(join("t3", "south", 999)).isEqualTo(Joining.JOINED);
  }

  @Test void processes_of_agents_are_known_by_their_numbers_oldest_first_and_the_last_of_each_agent_are_kept() {
    store.agents().seen(List.of(new Incarnation(-7, "north"), new Incarnation(5, "south")));
    store.agents().seen(List.of(new Incarnation(-7, "north"), new Incarnation(Long.MIN_VALUE, "north")));
    assertThat(store.agents().incarnations()).containsExactly(new Incarnation(5, "south"),
        new Incarnation(-7, "north"), new Incarnation(Long.MIN_VALUE, "north"));

    List<Incarnation> many = new ArrayList<>();
    for (int i = 0; i < AgentStore.INCARNATIONS; i++) {
      many.add(new Incarnation(100 + i, "north"));
    }
    store.agents().seen(many);
    assertThat(store.agents().incarnations()).hasSize(AgentStore.INCARNATIONS + 1)
        .startsWith(new Incarnation(5, "south"), new Incarnation(100, "north"));
  }

  @Test void tokens_come_newest_first_and_can_be_taken_back() {
    store.agents().addToken(new JoinToken("old", "a", null, 1, 50, null), AUDIT);
    store.agents().addToken(new JoinToken("new", "b", "north", 2, 100, null), AUDIT);

    assertThat(store.agents().tokens()).containsExactly(new JoinToken("new", "b", "north", 2, 100, null),
        new JoinToken("old", "a", null, 1, 50, null));
    assertThat(store.agents().removeToken("new", AUDIT)).isTrue();
    assertThat(store.agents().removeToken("new", AUDIT)).isFalse();
    store.agents().removeTokens(50);
    assertThat(store.agents().tokens()).hasSize(1);
    store.agents().removeTokens(51);
    assertThat(store.agents().tokens()).isEmpty();
  }

  @Test void what_was_heard_is_noted_of_known_agents_only() {
    store.agents().add(agent("north", 1));
    store.agents().add(Agent.joining("north", "another", 7));
    store.agents().heard(List.of());
    store.agents()
        .heard(List.of(new Heard("north", 8, List.of("gpu", "zone=a"), List.of("default", "heavy"), 99),
            new Heard("south", 8, List.of(), List.of(), 99)));

    assertThat(store.agents().agents()).containsExactly(
        new Agent("north", "credential", 8, List.of("gpu", "zone=a"), List.of("default", "heavy"), 1, 99));
  }

  @Test void when_a_scheduler_heard_processes_is_known_to_the_others_by_the_clock_of_the_database() {
    store.agents().heardProcesses("first", Map.of(1L, 0L, 2L, 50_000L));
    store.agents().heardProcesses("second", Map.of(2L, 20_000L, 3L, 100_000L));

    assertThat(store.agents().heardByOthers("first")).containsOnlyKeys(2L, 3L)
        .hasEntrySatisfying(2L, ago -> assertThat(ago).isBetween(20_000L, 49_000L));
    assertThat(store.agents().heardByOthers("third")).containsOnlyKeys(1L, 2L, 3L)
        .hasEntrySatisfying(2L, ago -> assertThat(ago).as("the latest").isBetween(20_000L, 49_000L));

    store.agents().heardProcesses("second", Map.of(3L, 0L));
    assertThat(store.agents().heardByOthers("first")).as("it has noted something else since").containsOnlyKeys(3L);
  }

  @Test void what_a_scheduler_noted_long_ago_is_forgotten_when_another_one_notes_something() {
    store.agents().heardProcesses("gone", Map.of(1L, AgentStore.HEARD_KEPT.toMillis() + 1_000, 2L, 0L));
    store.agents().heardProcesses("first", Map.of());
    assertThat(store.agents().heardByOthers("second")).containsOnlyKeys(2L);
  }

  @Test void a_removed_agent_is_unknown_and_its_name_free() {
    store.agents().add(agent("north", 1));

    assertThat(store.agents().remove("north", AUDIT)).isTrue();
    assertThat(store.agents().remove("north", AUDIT)).isFalse();
    store.agents().addToken(token("t1", null), AUDIT);
    assertThat(join("t1", "north", 10)).isEqualTo(Joining.JOINED);
  }

  private Joining join(String token, String name, long now) {
    return store.agents().join("hash of " + token, agent(name, now), now, AUDIT);
  }

  private static Agent agent(String name, long now) {
    return Agent.joining(name, "credential", now);
  }

  private static JoinToken token(String id, @Nullable String name) {
    return new JoinToken(id, "hash of " + id, name, 0, 1_000, null);
  }
}
