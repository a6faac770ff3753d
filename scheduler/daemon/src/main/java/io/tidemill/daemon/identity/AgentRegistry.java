package io.tidemill.daemon.identity;

import io.tidemill.gateway.remote.AgentAuthenticator;
import io.tidemill.runtime.RepeatedWarning;
import io.tidemill.runtime.port.AgentStore;
import io.tidemill.runtime.port.AgentStore.Agent;
import io.tidemill.runtime.port.AgentStore.Heard;
import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.StoreException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agents that may connect to this scheduler, held in memory: while the database is down, known agents can still connect.
///
/// Changes go to the database first. Safe for use by several threads.
public final class AgentRegistry implements AgentAuthenticator {
  private static final Logger LOG = LoggerFactory.getLogger(AgentRegistry.class);

  private final RepeatedWarning outage = new RepeatedWarning(LOG);
  private final RepeatedWarning certificates = new RepeatedWarning(LOG);
  private final AgentStore store;
  private final InstantSource clock;
  private final Map<String, String> byCredential = new ConcurrentHashMap<>();
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final Map<String, Heard> stored = new HashMap<>();
  /// Agents that connected by certificate and are not in the database yet.
  private final Set<String> certified = ConcurrentHashMap.newKeySet();

  /// Reads the known agents.
  ///
  /// @throws StoreException if they cannot be read
  public AgentRegistry(AgentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    store.agents().forEach(this::remember);
  }

  private void remember(Agent agent) {
    names.add(agent.name());
    if (!agent.credentialHash().isEmpty()) {
      byCredential.put(agent.credentialHash(), agent.name());
    }
  }

  @Override public Joined join(String joinToken, String agentName, String credential) {
    if (!AgentName.good(agentName)) {
      return refused("Expected " + AgentName.RULE + ", but found '" + agentName + "'; choose another one with --name");
    }
    String secret = credential.isEmpty() ? Secret.random() : credential;
    Agent agent = Agent.joining(agentName, Secret.hash(secret), clock.millis());
    try {
      AgentStore.Joining joining = store.join(Secret.hash(joinToken), agent, clock.millis(),
          AuditEntry.of(clock.millis(), new RequestOrigin(agentName, "", "", "agents.join"), "agent " + agentName, "",
              "joined with a join token"));
      if (joining != AgentStore.Joining.JOINED) {
        return refused(Refusals.of(joining, agentName));
      }
    } catch (StoreException e) {
      outage.tell("Agent '" + agentName + "' could not join, and tries again: " + e.getMessage());
      return new Refused("The database of the scheduler does not answer; try again later", true);
    }
    remember(agent);
    return new Issued(agentName, secret);
  }

  private static Refused refused(String reason) {
    return new Refused(reason, false);
  }

  @Override public @Nullable String agent(String credential) {
    String hash = Secret.hash(credential);
    String known = byCredential.get(hash);
    return known == null ? joinedElsewhere(hash) : known;
  }

  /// Looks for an agent that joined through another scheduler.
  private @Nullable String joinedElsewhere(String hash) {
    try {
      for (Agent agent : store.agents()) {
        if (agent.credentialHash().equals(hash)) {
          remember(agent);
          return agent.name();
        }
      }
    } catch (StoreException e) {
      outage.tell("An agent that joined elsewhere cannot be looked for, and tries again: " + e.getMessage());
      throw e;
    }
    return null;
  }

  @Override public @Nullable String agent(X509Certificate certificate) {
    String name = commonName(certificate);
    if (name == null || !AgentName.good(name)) {
      certificates.tell("A client certificate was refused: expected the name of an agent as common name, but found '"
          + certificate.getSubjectX500Principal().getName() + "'");
      return null;
    }
    if (names.add(name)) {
      certified.add(name);
    }
    return name;
  }

  private static @Nullable String commonName(X509Certificate certificate) {
    try {
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          return part.getValue().toString();
        }
      }
    } catch (InvalidNameException e) {
      LOG.debug("A certificate has a name that cannot be read", e);
    }
    return null;
  }

  /// Forgets an agent.
  ///
  /// @param audit written in the same commit
  /// @return whether it was known
  boolean remove(String name, AuditEntry audit) {
    boolean known = store.remove(name, audit);
    forget(name);
    return known;
  }

  /// Forgets agents that were removed through another scheduler.
  ///
  /// @return their names
  public List<String> forgetRemoved() {
    // Read before the store, so that one that joins meanwhile is not among them.
    List<String> known = List.copyOf(names);
    Set<String> kept = new HashSet<>();
    try {
      store.agents().forEach(agent -> kept.add(agent.name()));
    } catch (StoreException e) {
      outage.tell("Agents that were removed elsewhere are looked for later: " + e.getMessage());
      return List.of();
    }
    List<String> removed = known.stream().filter(name -> !kept.contains(name) && !certified.contains(name)).toList();
    removed.forEach(this::forget);
    return removed;
  }

  private void forget(String name) {
    byCredential.values().removeIf(name::equals);
    names.remove(name);
  }

  /// Stores what changed about connected agents since the last call. Called periodically by one thread at a time; if the database
  /// does not answer, the next call stores it.
  public void note(List<LiveAgent> live) {
    try {
      for (String name : List.copyOf(certified)) {
        store.add(Agent.joining(name, "", clock.millis()));
        certified.remove(name);
      }
      List<Heard> changed = new ArrayList<>();
      for (LiveAgent agent : live) {
        Heard heard = new Heard(agent.name(), agent.slots(), agent.labels(), agent.queues(), agent.lastHeard());
        if (!heard.equals(stored.get(agent.name()))) {
          changed.add(heard);
        }
      }
      store.heard(changed);
      changed.forEach(heard -> stored.put(heard.name(), heard));
    } catch (StoreException e) {
      outage.tell("Changes of agents are stored later: " + e.getMessage());
    }
  }

  /// Reasons for refusing to join.
  private static final class Refusals {
    private static final String ANOTHER = "; create another one with `tidemill token create`";

    private Refusals() {}

    static String of(AgentStore.Joining joining, String name) {
      return switch (joining) {
        case JOINED -> throw new IllegalArgumentException("Expected a refusal, but '" + name + "' joined");
        case UNKNOWN_TOKEN -> "Expected a join token of this scheduler, but found an unknown or revoked"
            + " one" + ANOTHER;
        case USED_TOKEN -> "Expected a join token that was not used, but this one has been used" + ANOTHER;
        case EXPIRED_TOKEN -> "Expected a join token that is still valid, but this one has expired" + ANOTHER;
        case OTHER_NAME -> "Expected a join token for agent '" + name + "', but found one for another name; use that"
            + " name, or create a token for this one with `tidemill token create --name " + name + "`";
        case NAME_TAKEN -> "Expected a free name, but an agent '" + name
            + "' exists; choose another one with --name, or replace that agent with `tidemill agents remove " + name
            + "` first";
      };
    }
  }
}
