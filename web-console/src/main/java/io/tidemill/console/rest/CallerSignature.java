package io.tidemill.console.rest;

import io.tidemill.console.session.Caller;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/// Puts the name of the caller into what a request says of who asks, the component `by` of its body: only the owner of the data
/// directory, whose command line knows the user of the machine, says it himself.
final class CallerSignature {
  private static final String BY = "by";

  private CallerSignature() {}

  static Object sign(Object body, Caller caller) throws ReflectiveOperationException {
    RecordComponent[] components = body.getClass().getRecordComponents();
    if (caller.equals(Caller.OWNER) || components == null) {
      return body;
    }
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new Object[components.length];
    boolean signed = false;
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      boolean by = components[i].getName().equals(BY) && types[i] == String.class;
      values[i] = by ? caller.name() : components[i].getAccessor().invoke(body);
      signed |= by;
    }
    return signed ? body.getClass().getDeclaredConstructor(types).newInstance(values) : body;
  }

  /// Who asks, as the signed body of the request says, or else as the caller is known.
  static String name(@Nullable Object[] arguments, Caller caller) throws ReflectiveOperationException {
    for (Object body : arguments) {
      RecordComponent[] components = body == null ? null : body.getClass().getRecordComponents();
      for (RecordComponent component : components == null ? new RecordComponent[0] : components) {
        if (component.getName().equals(BY) && component.getAccessor().invoke(body) instanceof String by
            && !by.isBlank()) {
          return by;
        }
      }
    }
    return caller.name();
  }
}
