package io.tidemill.agent;

import io.tidemill.dsl.params.InvalidParamsException;
import io.tidemill.dsl.params.ParamCodec;
import io.tidemill.dsl.value.ValueException;
import io.tidemill.dsl.value.ValueForm;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.RunSlot;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The parameters of a run, as its DAG made them of the slot: checked like those that somebody gives.
final class SlotParameters {
  private SlotParameters() {}

  /// The parameters as JSON. What the run was given wins.
  ///
  /// @param made what the DAG made
  /// @throws ValueException if they do not fit
  static byte[] check(@Nullable Object made, RunContext run, DagCode dag, ValueReader values)
      throws ValueException, UnavailableException, InterruptedException {
    RunSlot slot = Objects.requireNonNull(run.slot(), "slot");
    String given = new String(values.bytes(run.params()), StandardCharsets.UTF_8);
    try {
      ValueForm form = dag.codec().form(dag.dag().paramsType());
      byte[] json = new ParamCodec(dag.dag().graph().params())
          .over(new String(form.encode(made, ParamCodec.MOST_BYTES), StandardCharsets.UTF_8), given);
      form.decode(json); // what was given may be what the record refuses
      return json;
    } catch (ValueException | InvalidParamsException e) {
      throw new ValueException("Parameters that schedule '" + slot.schedule() + "' made of slot "
          + Instant.ofEpochMilli(slot.time()) + ": " + e.getMessage(), e);
    }
  }
}
