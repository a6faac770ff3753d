package io.tidemill.test;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.params.InvalidParamsException;
import io.tidemill.dsl.params.ParamCodec;
import io.tidemill.dsl.value.ValueCodec;
import io.tidemill.dsl.value.ValueException;
import io.tidemill.dsl.value.ValueForm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The parameters of a run, checked and passed on as a scheduler and an agent do it.
///
/// @param <P> the parameter record
record RunParams<P>(Dag<P> dag) {
  /// Parameters from `name=value` texts; what is not given takes its default.
  ///
  /// @throws IllegalArgumentException naming everything that is missing, unknown or unfit
  P of(List<String> pairs) {
    try {
      return read(check().pairs(null, pairs));
    } catch (InvalidParamsException e) {
      throw refused(String.valueOf(e.getMessage()), e);
    }
  }

  /// Parameters as a test has them.
  ///
  /// @throws IllegalArgumentException if a scheduler would refuse them
  P of(P given) {
    try {
      byte[] json = form().encode(given, ParamCodec.MOST_BYTES);
      return read(check().json(new String(json, StandardCharsets.UTF_8)));
    } catch (ValueException | InvalidParamsException e) {
      throw refused(String.valueOf(e.getMessage()), e);
    }
  }

  /// Parameters as a function made them, of which some are replaced.
  ///
  /// @param over `name=value` texts that win
  /// @throws IllegalArgumentException if a scheduler would refuse them
  P of(P made, List<String> over) {
    try {
      byte[] json = form().encode(made, ParamCodec.MOST_BYTES);
      return read(check().over(new String(json, StandardCharsets.UTF_8),
          new String(check().some(null, over), StandardCharsets.UTF_8)));
    } catch (ValueException | InvalidParamsException e) {
      throw refused(String.valueOf(e.getMessage()), e);
    }
  }

  /// Parameters from `name=value` texts, where they give every one; null where they do not, so that somebody must make the others.
  ///
  /// @throws IllegalArgumentException if a scheduler would refuse them
  @Nullable P all(List<String> pairs) {
    try {
      String given = new String(check().some(null, pairs), StandardCharsets.UTF_8);
      return check().givesAll(given) ? read(check().json(given)) : null;
    } catch (InvalidParamsException e) {
      throw refused(String.valueOf(e.getMessage()), e);
    }
  }

  private ValueForm form() throws ValueException {
    return new ValueCodec().form(dag.paramsType());
  }

  private ParamCodec check() {
    return new ParamCodec(dag.graph().params());
  }

  private P read(byte[] json) {
    try {
      return dag.paramsType().cast(Objects.requireNonNull(form().decode(json)));
    } catch (ValueException e) {
      throw refused(String.valueOf(e.getMessage()), e.getCause() == null ? e : e.getCause());
    }
  }

  private IllegalArgumentException refused(String why, Throwable cause) {
    return new IllegalArgumentException(
        "Expected parameters of DAG " + dag.id() + ":\n" + check().usage() + "\nbut found:\n"
            + why + "\nGive them as name=value, or in a test with params(…)",
        cause);
  }
}
