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

  /// The parameters as JSON, where the run was given every one of them: then nobody needs to make any. Null where it was not.
  ///
  /// @throws ValueException if they do not fit
  static byte @Nullable [] given(RunContext run, DagCode dag, ValueReader values)
      throws ValueException, UnavailableException, InterruptedException {
    String given = new String(values.bytes(run.params()), StandardCharsets.UTF_8);
    ParamCodec codec = new ParamCodec(dag.dag().graph().params());
    try {
      if (!codec.givesAll(given)) {
        return null;
      }
      byte[] json = codec.json(given);
      dag.codec().form(dag.dag().paramsType()).decode(json);
      return json;
    } catch (ValueException | InvalidParamsException e) {
      throw new ValueException("Parameters that run " + run.dag() + "/" + run.run() + " was given: " + e.getMessage(),
          e);
    }
  }

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
