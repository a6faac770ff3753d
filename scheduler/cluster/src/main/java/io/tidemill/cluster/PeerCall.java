package io.tidemill.cluster;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A method of a port as it travels: its name. The methods of a port have different names.
///
/// @param port simple name of the port
/// @param method name of the method
record PeerCall(String port, String method) {
  static PeerCall of(Method method) {
    return new PeerCall(method.getDeclaringClass().getSimpleName(), method.getName());
  }

  /// The methods of a port that can be called, by name.
  static Map<String, Method> methods(Class<?> port) {
    return Arrays.stream(port.getMethods()).collect(Collectors.toMap(Method::getName, Function.identity()));
  }

  /// Where on a peer it is called.
  String path() {
    return "/" + port + "/" + method;
  }

  /// The call that a path names, null where it names none.
  static @Nullable PeerCall at(String path) {
    String[] parts = path.split("/", -1);
    return parts.length == 3 ? new PeerCall(parts[1], parts[2]) : null;
  }
}
