package io.tidemill.engine.decide;

import io.tidemill.engine.input.CreateBackfill;
import io.tidemill.engine.reply.BackfillPlanned.Slots;
import io.tidemill.engine.schedule.SlotFate;
import io.tidemill.engine.state.ScheduleState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// The name of a plan of a backfill: what becomes of the slots, in short, and a hash. So the difference to another plan can be told
/// without remembering either: `29r2a-5f3c…` are 29 slots to run, then 2 to adopt.
///
/// Which run is adopted and why is no part of it: a run that ends in success changes nothing about what the backfill does.
final class BackfillPlanName {
  private static final int MOST_SPANS = 60;
  private static final int MOST_TOLD = 5;

  private BackfillPlanName() {}

  static String of(CreateBackfill input, ScheduleState schedule, List<Slots> slots) {
    StringBuilder text = new StringBuilder().append(schedule.node())
        .append('\n')
        .append(input.from())
        .append(' ')
        .append(input.until())
        .append('\n');
    slots.forEach(slot -> text.append(slot.first()).append(slot.reason().fate().ordinal()).append('\n'));
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return spans(slots) + "-" + HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static String spans(List<Slots> slots) {
    StringBuilder text = new StringBuilder();
    int spans = 0;
    for (int i = 0; i < slots.size();) {
      SlotFate fate = slots.get(i).reason().fate();
      int end = i;
      while (end < slots.size() && slots.get(end).reason().fate() == fate) {
        end++;
      }
      text.append(end - i).append(letter(fate));
      i = end;
      if (++spans > MOST_SPANS) {
        return slots.size() + "x";
      }
    }
    return text.toString();
  }

  private static char letter(SlotFate fate) {
    return Character.toLowerCase(fate.name().charAt(0));
  }

  /// How the plan that was named differs from what would be done now, as people read it.
  static String difference(String named, List<Slots> now) {
    List<SlotFate> before = fates(named);
    if (before.size() != now.size()) {
      return before.isEmpty()
          ? "now it has " + now.size() + " slots"
          : "it had " + before.size() + " slots, now it has " + now.size();
    }
    List<String> told = new ArrayList<>();
    int changed = 0;
    for (int i = 0; i < now.size(); i++) {
      Slots slot = now.get(i);
      if (before.get(i) != slot.reason().fate() && ++changed <= MOST_TOLD) {
        told.add("slot " + Instant.ofEpochMilli(slot.first()) + " was to " + word(before.get(i)) + ", now "
            + word(slot.reason().fate()) + ": " + slot.reason().text());
      }
    }
    if (changed == 0) {
      return "the range, the schedule or the slots are others";
    }
    return String.join("; ", told) + (changed > MOST_TOLD ? "; and " + (changed - MOST_TOLD) + " more" : "");
  }

  private static String word(SlotFate fate) {
    return fate.name().toLowerCase(Locale.ROOT);
  }

  /// What became of each slot by the name of a plan, empty where it does not say.
  private static List<SlotFate> fates(String named) {
    List<SlotFate> fates = new ArrayList<>();
    int count = 0;
    for (int i = 0; i < named.length(); i++) {
      char c = named.charAt(i);
      if (c == '-') {
        return fates;
      }
      if (c >= '0' && c <= '9') {
        count = Math.min(count * 10 + c - '0', BackfillPlan.MOST_SLOTS);
        continue;
      }
      SlotFate fate = null;
      for (SlotFate each : SlotFate.values()) {
        fate = letter(each) == c ? each : fate;
      }
      if (fate == null || fates.size() + count > BackfillPlan.MOST_SLOTS) {
        return List.of();
      }
      for (int j = 0; j < count; j++) {
        fates.add(fate);
      }
      count = 0;
    }
    return List.of();
  }
}
