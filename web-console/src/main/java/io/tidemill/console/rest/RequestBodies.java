package io.tidemill.console.rest;

import io.javalin.http.Context;
import io.tidemill.api.ViewJson;
import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Reads what requests carry, up to a limit.
final class RequestBodies {
  static final String TOO_LARGE = "too-large";

  static final String FILE = "application/octet-stream";

  private static final int MOST_JSON_BYTES = 2 << 20;
  private static final int MOST_FILE_BYTES = 64 << 20;

  private RequestBodies() {}

  static <T> T json(Context request, Class<T> type) {
    type(request, "application/json");
    byte[] body = read(request, MOST_JSON_BYTES);
    if (body.length == 0) {
      throw invalid("bad-json", "", "Expected a JSON object, but the body is empty");
    }
    try {
      T value = ViewJson.STRICT.readValue(body, type);
      if (value != null) {
        complete(value);
        return value;
      }
      throw invalid("bad-json", "", "Expected a JSON object, but found null");
    } catch (UnrecognizedPropertyException e) {
      List<String> known = e.getKnownPropertyIds() == null
          ? List.of()
          : e.getKnownPropertyIds().stream().map(Object::toString).sorted().toList();
      throw new RefusedException(Kind.INVALID, List.of(new ApiError("unknown-field", e.getPropertyName(),
          "Expected one of the fields " + String.join(", ", known) + ", but found '" + e.getPropertyName() + "'",
          e.getPropertyName(), String.join(", ", known))));
    } catch (DatabindException e) {
      String field = e.getPath()
          .stream()
          .map(part -> String.valueOf(part.getPropertyName()))
          .collect(Collectors.joining("."));
      throw invalid("wrong-type", field, "Expected another value" + (field.isEmpty() ? "" : " of " + field) + ": "
          + e.getOriginalMessage());
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw invalid("bad-json", "", "Expected JSON, but found: " + e.getOriginalMessage()
          + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
    }
  }

  /// Refuses a body that lacks what may not be null.
  private static void complete(Object body) {
    for (RecordComponent each : body.getClass().getRecordComponents()) {
      try {
        if (!each.getAnnotatedType().isAnnotationPresent(Nullable.class) && each.getAccessor().invoke(body) == null) {
          throw invalid("missing", each.getName(), "Expected a value of " + each.getName() + ", but found nothing");
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Expected a body to be a public record, but found " + body.getClass(), e);
      }
    }
  }

  static byte[] file(Context request) {
    type(request, FILE);
    return read(request, MOST_FILE_BYTES);
  }

  /// Browsers send these types to another site only after asking it.
  private static void type(Context request, String expected) {
    String found = request.contentType();
    if (found == null || !found.split(";", 2)[0].strip().equalsIgnoreCase(expected)) {
      throw invalid("content-type", "Content-Type", "Expected " + expected + ", but found " + found);
    }
  }

  private static byte[] read(Context request, int most) {
    try {
      byte[] body = request.bodyInputStream().readNBytes(most + 1);
      if (body.length > most) {
        throw invalid(TOO_LARGE, "", "Expected a body of at most " + most + " bytes, but found a longer one");
      }
      return body;
    } catch (IOException e) {
      throw invalid("cut-off", "", "Expected a whole body, but found: " + e.getMessage());
    }
  }

  static RefusedException invalid(String code, String field, String message) {
    return RefusedException.of(Kind.INVALID, code, field, message);
  }
}
