package io.tidemill.console.rest;

import io.javalin.http.Context;
import io.tidemill.console.view.Refusal;
import io.tidemill.console.view.RefusedException;
import io.tidemill.console.view.RefusedException.Kind;
import io.tidemill.runtime.params.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads what stands in the address of a request.
final class Queries {
  private Queries() {}

  /// Refuses query parameters that the route does not know.
  static void only(Context request, String... names) {
    List<String> known = Arrays.asList(names);
    List<Refusal> refusals = new ArrayList<>();
    for (String name : request.queryParamMap().keySet()) {
      if (!known.contains(name)) {
        String hint = NearestName.hint(name, known);
        refusals.add(new Refusal("unknown-field", name, "Expected "
            + (known.isEmpty() ? "no query" : "one of " + String.join(", ", known)) + ", but found '" + name + "'"
            + (hint.isEmpty() ? "" : "; " + hint), name, String.join(", ", known)));
      }
    }
    if (!refusals.isEmpty()) {
      throw new RefusedException(Kind.INVALID, refusals);
    }
  }

  /// A whole number of the query.
  static long number(Context request, String name, long otherwise) {
    String text = request.queryParam(name);
    return text == null ? otherwise : number(name, text);
  }

  /// The number of the run in the path.
  static long run(Context request) {
    return number("run", request.pathParam("run"));
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw Bodies.invalid("wrong-type", name, "Expected a whole number for " + name + ", but found '" + text + "'");
    }
  }

  /// Values of an enum in the query.
  static <E extends Enum<E>> List<E> constants(Context request, String name, Class<E> type) {
    List<String> known = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    List<E> constants = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    for (String text : request.queryParams(name)) {
      if (known.contains(text)) {
        constants.add(Enum.valueOf(type, text));
      } else {
        refusals.add(
            new Refusal("unknown-value", name, "Expected one of " + String.join(", ", known) + ", but found '" + text
                + "'", text, String.join(", ", known)));
      }
    }
    if (!refusals.isEmpty()) {
      throw new RefusedException(Kind.INVALID, refusals);
    }
    return constants;
  }
}
