package io.tidemill.api.service;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.runtime.OutcomeUnknownException;
import io.tidemill.runtime.port.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// Resources that refuse a request as unavailable where the database does not answer, whatever of them asked it.
final class StoreRefusals {
  private StoreRefusals() {}

  /// @param type interface of the resource
  static <T> T of(Class<T> type, T resource) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method, arguments) -> {
      try {
        return method.invoke(resource, arguments);
      } catch (InvocationTargetException e) {
        throw told(e.getCause() == null ? e : e.getCause());
      }
    }));
  }

  private static Throwable told(Throwable e) {
    Throwable cause = e;
    for (int depth = 0; cause != null && depth < 8; depth++) {
      if (cause instanceof StoreException || cause instanceof OutcomeUnknownException) {
        return unavailable(cause);
      }
      cause = next(cause);
    }
    return e;
  }

  private static @Nullable Throwable next(Throwable e) {
    return e.getCause() == e ? null : e.getCause();
  }

  private static RefusedException unavailable(Throwable why) {
    return RefusedException.of(Kind.UNAVAILABLE, "database", "",
        why instanceof StoreException
            ? String.valueOf(why.getMessage())
            : "Expected an answer of the database, but found: " + why.getMessage()
                + "; it is not known whether it was done: ask again");
  }
}
