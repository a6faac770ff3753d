package io.tidemill.dsl;

import io.tidemill.dsl.code.InputCode;
import io.tidemill.dsl.graph.EdgeKind;
import java.util.List;

/// One reference from a task to a task before it.
///
/// @param task the task before
/// @param kind what is taken over the edge
/// @param form how the body gets it
/// @param variants variants for which the edge is open, every one where empty
record Ref(Declaration task, EdgeKind kind, InputCode.Form form, List<String> variants) {
  /// A reference to how a task ended.
  Ref(Declaration task, List<String> variants) {
    this(task, EdgeKind.OUTCOME, InputCode.Form.OUTCOME, variants);
  }

  static Ref of(BodyInput<?> input) {
    return switch (input) {
      case Task<?> task -> new Ref(task.declaration, EdgeKind.DATA, InputCode.Form.VALUE, task.variants);
      case Sharded<?> sharded -> new Ref(sharded.declaration, EdgeKind.DATA, InputCode.Form.SHARDS, List.of());
      case OutcomeInput<?> outcome -> outcome.ref;
    };
  }

  static Ref order(TaskRef taskRef) {
    return switch (taskRef) {
      case Task<?> task -> new Ref(task.declaration, EdgeKind.ORDER, InputCode.Form.VALUE, task.variants);
      case VoidTask voidTask -> new Ref(voidTask.declaration, EdgeKind.ORDER, InputCode.Form.VALUE, List.of());
      case Sharded<?> sharded -> new Ref(sharded.declaration, EdgeKind.ORDER, InputCode.Form.SHARDS, List.of());
    };
  }

  Ref as(EdgeKind other) {
    return new Ref(task, other, form, variants);
  }

  InputCode code() {
    return new InputCode(task.id, form, task.resultType());
  }
}
