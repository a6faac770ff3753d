package io.tidemill.console.rest;

import io.javalin.http.Context;
import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Argument.QueryValue;
import io.tidemill.dsl.text.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads what stands in the address of a request.
final class QueryParams {
  private QueryParams() {}

  /// Refuses query parameters that the route does not know.
  static void only(Context request, String... names) {
    List<String> known = Arrays.asList(names);
    List<ApiError> refusals = new ArrayList<>();
    for (String name : request.queryParamMap().keySet()) {
      if (!known.contains(name)) {
        String hint = NearestName.hint(name, known);
        refusals.add(new ApiError("unknown-field", name, "Expected "
            + (known.isEmpty() ? "no query" : "one of " + String.join(", ", known)) + ", but found '" + name + "'"
            + (hint.isEmpty() ? "" : "; " + hint), name, String.join(", ", known)));
      }
    }
    if (!refusals.isEmpty()) {
      throw new RefusedException(Kind.INVALID, refusals);
    }
  }

  /// What a query has, or what stands for it; null where it may be without.
  static @Nullable Object value(Context request, QueryValue wanted) {
    if (wanted.many()) {
      return values(request, wanted);
    }
    String name = wanted.name();
    String text = request.queryParam(name);
    if (!wanted.pattern().isEmpty() && (text == null || !text.matches(wanted.pattern()))) {
      throw RequestBodies.invalid("bad-" + name, name, "Expected " + wanted.expected() + ", but found "
          + (text == null ? "none" : "'" + text + "'"));
    }
    if (text == null && wanted.required()) {
      throw RequestBodies.invalid("missing", name, "Expected a value of " + name + ", but found nothing");
    }
    if (text == null) {
      return wanted.otherwise().isEmpty() ? null : parsed(name, wanted.element(), wanted.otherwise());
    }
    return parsed(name, wanted.element(), text);
  }

  private static List<Object> values(Context request, QueryValue wanted) {
    List<Object> values = new ArrayList<>();
    List<ApiError> refusals = new ArrayList<>();
    for (String text : request.queryParams(wanted.name())) {
      try {
        values.add(parsed(wanted.name(), wanted.element(), text));
      } catch (RefusedException e) {
        refusals.addAll(e.refusals());
      }
    }
    if (!refusals.isEmpty()) {
      throw new RefusedException(Kind.INVALID, refusals);
    }
    return values;
  }

  /// A text of the address as a value. Numbers that do not fit become the nearest that does.
  static Object parsed(String name, Class<?> type, String text) {
    if (type == String.class) {
      return text;
    }
    if (type.isEnum()) {
      return constant(name, type, text);
    }
    long number = number(name, text);
    if (type == long.class || type == Long.class) {
      return number;
    }
    return Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw RequestBodies.invalid("wrong-type", name,
          "Expected a whole number for " + name + ", but found '" + text + "'");
    }
  }

  private static Object constant(String name, Class<?> type, String text) {
    List<Object> constants = List.of(type.getEnumConstants());
    String known = constants.stream().map(Object::toString).collect(Collectors.joining(", "));
    return constants.stream()
        .filter(each -> each.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> new RefusedException(Kind.INVALID, List.of(new ApiError("unknown-value", name,
            "Expected one of " + known + ", but found '" + text + "'", text, known))));
  }
}
