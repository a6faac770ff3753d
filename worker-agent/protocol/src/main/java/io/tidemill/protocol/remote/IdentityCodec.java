package io.tidemill.protocol.remote;

import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.wire.Attempt;
import io.tidemill.protocol.wire.Held;
import java.util.ArrayList;
import java.util.List;

/// Codec of attempt keys and inventories.
final class IdentityCodec {
  private IdentityCodec() {}

  static Attempt wire(AttemptKey key) {
    return Attempt.newBuilder()
        .setDag(key.dag())
        .setRun(key.run())
        .setTask(key.task())
        .setAttempt(key.attempt())
        .setNonce(key.nonce())
        .build();
  }

  static AttemptKey key(Attempt wire) {
    return new AttemptKey(wire.getDag(), wire.getRun(), wire.getTask(), wire.getAttempt(), wire.getNonce());
  }

  static List<Held> wire(List<io.tidemill.protocol.InventoryItem> held) {
    List<Held> wires = new ArrayList<>(held.size());
    for (io.tidemill.protocol.InventoryItem each : held) {
      wires.add(Held.newBuilder().setAttempt(wire(each.key())).setAttempts(each.attempts()).build());
    }
    return wires;
  }

  static List<io.tidemill.protocol.InventoryItem> held(List<Held> wires) throws MalformedException {
    List<io.tidemill.protocol.InventoryItem> held = new ArrayList<>(wires.size());
    for (Held each : wires) {
      if (each.getAttempts() < 1) {
        throw new MalformedException(
            "Expected at least 1 attempt in an inventory item, but found " + each.getAttempts());
      }
      held.add(new io.tidemill.protocol.InventoryItem(key(each.getAttempt()), each.getAttempts()));
    }
    return held;
  }
}
