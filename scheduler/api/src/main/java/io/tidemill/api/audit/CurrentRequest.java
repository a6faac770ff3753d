package io.tidemill.api.audit;

import io.tidemill.runtime.port.RequestOrigin;
import org.jspecify.annotations.Nullable;

/// The request that a thread works on: who asks, and for which operation. Whoever serves requests binds the first, the operations of a scheduler the second;
/// what changes something takes both from here and hands them on, down to the commit that records them.
///
/// A thread that works on no request works for the user of this process.
public final class CurrentRequest {
  private static final ScopedValue<RequestOrigin> CALLER = ScopedValue.newInstance();
  private static final ScopedValue<String> VERB = ScopedValue.newInstance();

  private CurrentRequest() {}

  /// Does something for a caller.
  ///
  /// @param who name of the person or program
  /// @param caller id of the access token, `owner` for whoever can read the data directory
  /// @param address where the request comes from
  public static <T extends @Nullable Object, X extends Throwable> T of(String who, String caller, String address,
      ScopedValue.CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(CALLER, new RequestOrigin(who, caller, address, "")).<T, X>call(work);
  }

  /// Does something as an operation of the API.
  public static <T extends @Nullable Object, X extends Throwable> T as(String verb,
      ScopedValue.CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(VERB, verb).<T, X>call(work);
  }

  /// Who asks for what this thread does, and for which operation.
  public static RequestOrigin origin() {
    RequestOrigin caller = CALLER.isBound()
        ? CALLER.get()
        : RequestOrigin.here(System.getProperty("user.name", ""));
    return caller.as(VERB.orElse(""));
  }
}
