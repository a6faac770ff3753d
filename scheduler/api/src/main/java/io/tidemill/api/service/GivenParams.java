package io.tidemill.api.service;

import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.dsl.params.InvalidParamsException;
import io.tidemill.dsl.params.ParamCodec;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.state.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Parameters that come with a request, checked against those that a DAG declares.
final class GivenParams {
  private GivenParams() {}

  /// @param object JSON object, null for none
  /// @param pairs `name=value` texts, which win over it; null for none
  static Value of(CompiledGraph compiled, @Nullable JsonNode object, @Nullable List<String> pairs) {
    return checked(() -> new ParamCodec(compiled.graph().params())
        .pairs(text(object), pairs == null ? List.of() : pairs));
  }

  /// Parameters of which any may be missing: they win over those that are made of a slot.
  ///
  /// @param object JSON object, null for none
  /// @param pairs `name=value` texts, which win over it; null for none
  static Value some(CompiledGraph compiled, @Nullable JsonNode object, @Nullable List<String> pairs) {
    return checked(() -> new ParamCodec(compiled.graph().params())
        .some(text(object), pairs == null ? List.of() : pairs));
  }

  private interface Check {
    byte[] read() throws InvalidParamsException;
  }

  private static @Nullable String text(@Nullable JsonNode object) {
    return object == null || object.isNull() ? null : object.toString();
  }

  private static Value checked(Check check) {
    try {
      return Value.inline(check.read(), "");
    } catch (InvalidParamsException e) {
      throw new RefusedException(Kind.INVALID,
          e.problems()
              .stream()
              .map(problem -> new ApiError(problem.code(), problem.name(), problem.toString(), problem.found(),
                  problem.expected()))
              .toList());
    }
  }
}
