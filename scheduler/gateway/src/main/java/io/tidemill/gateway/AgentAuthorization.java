package io.tidemill.gateway;

import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.effect.StopAttempt;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.runtime.port.Projections.TaskRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Authorization of agents beyond their session: they may read values and bundles that their current work names, and write logs of
/// their current and past attempts. Safe for use by several threads; may wait for a partition or the database.
public final class AgentAuthorization {
  private final Gateway gateway;

  public AgentAuthorization(Gateway gateway) {
    this.gateway = gateway;
  }

  /// Whether the agent's current work names the value.
  public boolean mayReadValue(String agent, long value) {
    return has(agent, grant -> grant.names(value));
  }

  /// Whether the agent's current work runs code of the bundle.
  public boolean mayReadBundle(String agent, String hash) {
    return has(agent, grant -> grant.bundle().equals(hash));
  }

  private boolean has(String agent, Predicate<ReadAccess> granted) {
    List<SlotLedger.Bound> adopted = new ArrayList<>(0);
    for (AgentSession session : sessions(agent)) {
      boolean[] found = {false};
      session.slotLedger().forEach(each -> {
        ReadAccess grant = each.grant();
        if (grant == null) {
          adopted.add(each);
        } else if (!found[0] && granted.test(grant)) {
          found[0] = true;
        }
      });
      if (found[0]) {
        return true;
      }
    }
    for (SlotLedger.Bound each : adopted) {
      ReadAccess grant = lookUp(each.key());
      if (grant != null) {
        each.grant(grant);
        if (granted.test(grant)) {
          return true;
        }
      }
    }
    return false;
  }

  /// The grant of an assignment made by another scheduler process.
  private @Nullable ReadAccess lookUp(AttemptKey key) {
    int partition = gateway.partition(key.dag());
    if (partition < 0) {
      return null;
    }
    Effect effect = gateway.owner().assignment(partition, Gateway.ref(key));
    return switch (effect) {
      case null -> null;
      case AssignTask task -> ReadAccess.of(AssignmentMapper.task(task, gateway.id(key.dag()), 0));
      case AssignShards shards -> ReadAccess.of(AssignmentMapper.shards(shards, gateway.id(key.dag()), 0));
      case StopAttempt _ -> null;
    };
  }

  /// Whether the agent has or had the attempt. For attempts that ended before this process started, or long ago, the tables decide:
  /// an attempt they do not attribute is refused only if another agent is known to have had it.
  public boolean mayLog(String agent, AttemptKey key) {
    for (AgentSession session : sessions(agent)) {
      if (session.slotLedger().has(key.nonce()) || session.slotLedger().had(key.nonce())) {
        return true;
      }
    }
    int partition = gateway.partition(key.dag());
    if (partition < 0 || gateway.sessions()
        .all()
        .stream()
        .anyMatch(other -> other.slotLedger().has(key.nonce()) || other.slotLedger().had(key.nonce()))) {
      return false;
    }
    Long with = gateway.agent(partition, key);
    return with != null && with != 0 ? agent.equals(gateway.name(with)) : mayHaveHad(agent, key);
  }

  private boolean mayHaveHad(String agent, AttemptKey key) {
    for (TaskRow row : gateway.node().store().queries().tasks(key.dag(), key.run())) {
      if (row.task() == key.task()) {
        return key.attempt() < row.attempt() || row.shards() >= 0
            || key.attempt() == row.attempt() && Objects.equals(row.agent(), agent);
      }
    }
    return false;
  }

  private List<AgentSession> sessions(String agent) {
    return gateway.sessions().all().stream().filter(session -> session.name().equals(agent)).toList();
  }
}
