package io.tidemill.runtime.port;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Agents that may open sessions, and the tokens with which new ones join. Changes are durable when the call returns, except
/// [#heard]. Secrets are never stored, only their hashes.
public interface AgentStore {
  /// Processes of one agent that are kept.
  int INCARNATIONS = 1_000;

  /// How long it is kept when processes were heard.
  Duration HEARD_KEPT = Duration.ofHours(1);

  /// All agents by their names.
  List<Agent> agents();

  /// The agent with that name, or null.
  @Nullable Agent find(String name);

  /// Uses a token up and makes the agent known, both or neither. Whoever lost the answer may ask again: the same name with the
  /// same token and credential joins once more.
  ///
  /// @param tokenHash hash of the token's secret
  /// @param agent the new agent
  /// @param now time to hold against the token's end, in milliseconds
  /// @param audit written in the same commit, if the agent became known by it
  Joining join(String tokenHash, Agent agent, long now, AuditEntry audit);

  /// Makes an agent known that needs no token. One with its name stays as it is.
  void add(Agent agent);

  /// Forgets an agent: its credential opens no further session.
  ///
  /// @param audit written in the same commit, if there was one
  /// @return whether there was one
  boolean remove(String name, AuditEntry audit);

  /// Notes what agents said of themselves and when they were last heard. Agents that are not known are left out.
  void heard(Collection<Heard> heard);

  /// Notes which agents processes are. Of each agent the last [#INCARNATIONS] are kept.
  void seen(Collection<Incarnation> processes);

  /// Which agents processes were, oldest first.
  List<Incarnation> incarnations();

  /// Notes when a scheduler last heard each process of agents that it knows, by the clock of the database. Takes the place of what the
  /// same scheduler noted before. What nobody has noted anew for an hour is forgotten.
  ///
  /// @param scheduler name of its process
  /// @param millisAgo how long ago it heard each, in milliseconds
  void heardProcesses(String scheduler, Map<Long, Long> millisAgo);

  /// How long ago processes of agents were heard by any scheduler but one, by the clock of the database, in milliseconds; of each the
  /// latest. Those that no other has noted are left out.
  ///
  /// @param scheduler name of the one that asks
  Map<Long, Long> heardByOthers(String scheduler);

  /// Stores a token.
  ///
  /// @param audit written in the same commit
  void addToken(JoinToken token, AuditEntry audit);

  /// All tokens, newest first.
  List<JoinToken> tokens();

  /// Forgets a token. Agents that joined with it stay.
  ///
  /// @param audit written in the same commit, if there was one
  /// @return whether there was one
  boolean removeToken(String id, AuditEntry audit);

  /// Forgets tokens that ended before a time, used or not.
  void removeTokens(long endedBefore);

  /// What became of an attempt to join. Nothing was changed unless it is `JOINED`.
  enum Joining {
    JOINED, UNKNOWN_TOKEN, USED_TOKEN, EXPIRED_TOKEN, OTHER_NAME, NAME_TAKEN;

    /// Judges an attempt: the one rule of all stores.
    ///
    /// @param token the token with the hash that was shown, null where there is none
    /// @param known the agent that has the name already, null where none has
    /// @param wanted the agent that wants to join
    /// @param now time to hold against the token's end
    public static Joining of(@Nullable JoinToken token, @Nullable Agent known, Agent wanted, long now) {
      if (token == null) {
        return UNKNOWN_TOKEN;
      }
      String usedBy = token.usedBy();
      if (usedBy != null) {
        boolean again = usedBy.equals(wanted.name()) && known != null
            && known.credentialHash().equals(wanted.credentialHash());
        return again ? JOINED : USED_TOKEN;
      }
      if (now >= token.expiresAt()) {
        return EXPIRED_TOKEN;
      }
      String only = token.name();
      if (only != null && !only.equals(wanted.name())) {
        return OTHER_NAME;
      }
      return known == null ? JOINED : NAME_TAKEN;
    }
  }

  /// An agent that may open sessions.
  ///
  /// @param credentialHash hash of its credential, empty where it has none
  /// @param slots attempts that run at a time, 0 as long as it was never heard
  /// @param firstSeen when it joined, in milliseconds
  /// @param lastHeard when it was last heard, in milliseconds; 0: never
  record Agent(String name, String credentialHash, int slots, List<String> labels, List<String> queues,
      long firstSeen, long lastHeard) {
    public Agent {
      labels = List.copyOf(labels);
      queues = List.copyOf(queues);
    }

    /// One that was never heard.
    public static Agent joining(String name, String credentialHash, long now) {
      return new Agent(name, credentialHash, 0, List.of(), List.of(), now, 0);
    }
  }

  /// What an agent said of itself, and when it was last heard.
  record Heard(String name, int slots, List<String> labels, List<String> queues, long lastHeard) {
    public Heard {
      labels = List.copyOf(labels);
      queues = List.copyOf(queues);
    }
  }

  /// A process of an agent.
  ///
  /// @param incarnation its number, never 0
  record Incarnation(long incarnation, String name) {}

  /// A token with which one agent may join once.
  ///
  /// @param id what people call it
  /// @param hash hash of its secret
  /// @param name the only name it may be used for, null: any
  /// @param usedBy the agent that joined with it, null as long as none did
  record JoinToken(String id, String hash, @Nullable String name, long createdAt, long expiresAt,
      @Nullable String usedBy) {}
}
