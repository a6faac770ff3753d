package io.tidemill.agent;

import io.tidemill.dsl.Slot;
import io.tidemill.dsl.SlotResult;
import io.tidemill.protocol.RunSlot;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Slots as bodies see them.
final class BodySlots {
  private BodySlots() {}

  static Slot of(RunSlot slot) {
    Long success = slot.lastSuccess();
    return new Slot(slot.schedule(), Instant.ofEpochMilli(slot.time()), Instant.ofEpochMilli(slot.intervalStart()),
        Instant.ofEpochMilli(slot.intervalEnd()), ZoneId.of(slot.zone()), result(slot.previous()),
        success == null ? null : Instant.ofEpochMilli(success));
  }

  /// A newer scheduler may know results that this agent does not.
  private static @Nullable SlotResult result(@Nullable String name) {
    return Arrays.stream(SlotResult.values()).filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }
}
