package io.tidemill.engine;

import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.effect.RunRef;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.state.Value;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Facts, effects and replies in short, without the numbers that say nothing to a reader.
final class TurnText {
  private static final Set<String> DULL = Set.of("again", "id", "answer", "content", "dag", "run", "nonce", "ref",
      "inputs",
      "requirement", "keys", "elements",
      "timing", "spent", "version", "params", "key", "trigger", "output", "results",
      "agent",
      "aligned");

  private final CompiledGraph plan;

  TurnText(CompiledGraph plan) {
    this.plan = plan;
  }

  String of(Turn turn) {
    List<String> told = new ArrayList<>();
    for (Fact fact : turn.facts()) {
      told.add(record((Record) fact));
    }
    for (Effect effect : turn.effects()) {
      told.add("-> " + record((Record) effect));
    }
    Reply reply = turn.reply();
    if (reply != null) {
      told.add("= " + reply(reply));
    }
    return told.isEmpty() ? "nothing" : String.join("; ", told);
  }

  String of(Fact fact) {
    return record((Record) fact);
  }

  private static String reply(Reply reply) {
    return switch (reply) {
      case Refused refused -> "Refused " + refused.code();
      case RerunPlanned planned -> "RerunPlanned " + planned.changes()
          .stream()
          .map(c -> c.task()
              + (c.shards() < 0 ? "" : "[" + c.shards() + "]"))
          .toList() + (planned.applied() ? " applied" : "");
      default -> reply.getClass().getSimpleName();
    };
  }

  private String record(Record record) {
    StringBuilder text = new StringBuilder(record.getClass().getSimpleName());
    try {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        Object value = component.getAccessor().invoke(record);
        if (!DULL.contains(component.getName()) && value != null) {
          text.append(' ').append(show(component.getName(), value));
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  private String show(String name, Object value) {
    return switch (value) {
      case Integer index when name.equals("task") -> plan.task(index).id();
      case int[] many when name.equals("tasks") ->
        Arrays.stream(many).mapToObj(i -> plan.task(i).id()).toList().toString();
      case int[] many -> Arrays.toString(many);
      case Failure failure -> failure.kind().toString();
      case Value stored -> "value";
      case RunRef ref -> "";
      case Number number -> name + "=" + number;
      case Boolean flag -> flag ? name : "not " + name;
      default -> value.toString();
    };
  }
}
