package io.tidemill.daemon.identity;

import io.tidemill.console.view.AgentLostView;
import io.tidemill.console.view.AgentOperations;
import io.tidemill.console.view.AgentView;
import io.tidemill.console.view.RefusedException;
import io.tidemill.console.view.RefusedException.Kind;
import io.tidemill.console.view.TokenCreated;
import io.tidemill.console.view.TokenRequest;
import io.tidemill.console.view.TokenView;
import io.tidemill.runtime.port.Agents;
import io.tidemill.runtime.port.Agents.Agent;
import io.tidemill.runtime.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Administration of agents and join tokens.
public final class RegisteredAgents implements AgentOperations {
  /// How long tokens are listed after they expired.
  private static final Duration REMEMBERED = Duration.ofDays(30);
  private static final int ID_CHARACTERS = 8;

  private final Agents store;
  private final AgentRegistry registry;
  private final Sessions sessions;
  private final Supplier<@Nullable String> fingerprint;
  private final InstantSource clock;

  /// @param fingerprint of the certificate for agents to pin, null if there is none
  public RegisteredAgents(Agents store, AgentRegistry registry, Sessions sessions,
      Supplier<@Nullable String> fingerprint, InstantSource clock) {
    this.store = store;
    this.registry = registry;
    this.sessions = sessions;
    this.fingerprint = fingerprint;
    this.clock = clock;
  }

  @Override public List<AgentView> agents() {
    TreeMap<String, AgentView> views = new TreeMap<>();
    for (Agent agent : query(store::agents)) {
      views.put(agent.name(), new AgentView(agent.name(), AgentView.State.AWAY, agent.slots(), 0, agent.labels(),
          agent.queues(), agent.lastHeard() == 0 ? null : Instant.ofEpochMilli(agent.lastHeard()), null, null, null));
    }
    for (LiveAgent live : sessions.live()) {
      views.put(live.name(), new AgentView(live.name(),
          state(live), live.slots(), live.busy(),
          live.labels(), live.queues(), Instant.ofEpochMilli(live.lastHeard()),
          HexFormat.of().toHexDigits(live.incarnation()), live.clockOffsetMillis(), live.gaveBack()));
    }
    return new ArrayList<>(views.values());
  }

  private static AgentView.State state(LiveAgent live) {
    if (live.draining()) {
      return AgentView.State.DRAINING;
    }
    return live.resting() ? AgentView.State.RESTING : AgentView.State.CONNECTED;
  }

  @Override public void remove(String name) {
    if (!query(() -> registry.remove(name))) {
      throw unknown(name);
    }
    sessions.cut(name);
  }

  @Override public AgentLostView lost(String name) {
    if (sessions.live().stream().anyMatch(agent -> agent.name().equals(name))) {
      throw RefusedException.of(Kind.CONFLICT, "wrong-state", "name", "Expected a disconnected agent, but '" + name
          + "' is connected; stop its process first");
    }
    int processes = query(() -> sessions.lost(name));
    if (processes == 0 && query(store::agents).stream().noneMatch(agent -> agent.name().equals(name))) {
      throw unknown(name);
    }
    return new AgentLostView(name, processes);
  }

  private static RefusedException unknown(String name) {
    return RefusedException.of(Kind.NOT_FOUND, "unknown-agent", "name", "Expected the name of an agent, but found '"
        + name + "'; `tidemill agents` lists them");
  }

  @Override public TokenCreated createToken(TokenRequest request) {
    long seconds = request.seconds() == null ? TokenRequest.DEFAULT_SECONDS : request.seconds();
    if (seconds < TokenRequest.LEAST_SECONDS || seconds > TokenRequest.MOST_SECONDS) {
      throw RefusedException.of(Kind.INVALID, "out-of-range", "seconds", "Expected a token lifetime of "
          + TokenRequest.LEAST_SECONDS + " to " + TokenRequest.MOST_SECONDS + " seconds, but found " + seconds);
    }
    String name = request.name();
    if (name != null && !AgentName.good(name)) {
      throw RefusedException.of(Kind.INVALID, "bad-name", "name",
          "Expected " + AgentName.RULE + ", but found '" + name + "'");
    }
    long now = clock.millis();
    JoinToken token = JoinToken.random(fingerprint.get());
    String hash = Secret.hash(token.secret());
    String id = hash.substring(0, ID_CHARACTERS);
    long end = now + Duration.ofSeconds(seconds).toMillis();
    query(() -> {
      store.removeTokens(now - REMEMBERED.toMillis());
      store.addToken(new Agents.JoinToken(id, hash, name, now, end, null));
      return id;
    });
    return new TokenCreated(id, token.text(), Instant.ofEpochMilli(end));
  }

  @Override public List<TokenView> tokens() {
    long now = clock.millis();
    return query(store::tokens).stream()
        .map(token -> new TokenView(token.id(), state(token, now), token.name(),
            Instant.ofEpochMilli(token.createdAt()), Instant.ofEpochMilli(token.expiresAt()), token.usedBy()))
        .toList();
  }

  private static TokenView.State state(Agents.JoinToken token, long now) {
    if (token.usedBy() != null) {
      return TokenView.State.USED;
    }
    return now < token.expiresAt() ? TokenView.State.OPEN : TokenView.State.EXPIRED;
  }

  @Override public void revokeToken(String id) {
    if (!query(() -> store.removeToken(id))) {
      throw RefusedException.of(Kind.NOT_FOUND, "unknown-token", "id",
          "Expected the id of a join token, but found '" + id + "'; `tidemill token list` lists them");
    }
  }

  private static <T> T query(Supplier<T> statement) {
    try {
      return statement.get();
    } catch (StoreException e) {
      throw RefusedException.of(Kind.UNAVAILABLE, "unavailable", "",
          "Expected an answer of the database, but found: " + e.getMessage());
    }
  }
}
