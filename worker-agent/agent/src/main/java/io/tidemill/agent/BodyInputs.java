package io.tidemill.agent;

import io.tidemill.dsl.Outcome;
import io.tidemill.dsl.code.InputCode;
import io.tidemill.dsl.value.ValueException;
import io.tidemill.dsl.value.ValueForm;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.WireValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the inputs of an assignment into the objects a body is called with.
///
/// @param values reads stored values
record BodyInputs(ValueReader values) {
  /// An input that each body must get anew.
  interface Fresh {
    Object make();
  }

  /// The inputs of one body.
  List<@Nullable Object> read(List<InputCode> codes, List<InputValue> given, DagCode dag)
      throws UnavailableException, ValueException, InterruptedException {
    if (codes.isEmpty() && given.isEmpty()) {
      return List.of();
    }
    List<@Nullable Object> inputs = readShared(codes, given, dag);
    inputs.replaceAll(each -> each instanceof Fresh fresh ? fresh.make() : each);
    return inputs;
  }

  /// The inputs of several bodies.
  List<@Nullable Object> readShared(List<InputCode> codes, List<InputValue> given, DagCode dag)
      throws UnavailableException, ValueException, InterruptedException {
    if (codes.size() != given.size()) {
      throw new ValueException("Expected " + codes.size() + " inputs, but the assignment has " + given.size());
    }
    List<@Nullable Object> inputs = new ArrayList<>(codes.size());
    for (int i = 0; i < codes.size(); i++) {
      inputs.add(read(codes.get(i), given.get(i), dag));
    }
    return inputs;
  }

  private @Nullable Object read(InputCode code, InputValue given, DagCode dag)
      throws UnavailableException, ValueException, InterruptedException {
    ValueForm form = dag.codec().form(code.type());
    if (code.form() == InputCode.Form.VALUE && given instanceof InputValue.Single(WireValue value)) {
      return decode(code, form, value);
    }
    if (code.form() == InputCode.Form.SHARDS && given instanceof InputValue.Sharded sharded) {
      return (Fresh) () -> new StoredShards<>(values, form, sharded);
    }
    if (code.form() == InputCode.Form.OUTCOME && given instanceof InputValue.Ended(String state, WireValue value)) {
      return new Outcome<>(Outcome.State.valueOf(state), value == null ? null : decode(code, form, value));
    }
    throw new ValueException("Expected the input from task " + code.task() + " as " + code.form() + ", but found "
        + given.getClass().getSimpleName());
  }

  private @Nullable Object decode(InputCode code, ValueForm form, WireValue value)
      throws UnavailableException, ValueException, InterruptedException {
    try {
      return form.decode(values.bytes(value));
    } catch (ValueException e) {
      throw new ValueException("Result of task " + code.task() + ": " + e.getMessage(), e);
    }
  }
}
