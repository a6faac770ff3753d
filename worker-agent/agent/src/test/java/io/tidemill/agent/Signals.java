package io.tidemill.agent;

import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Named signals between a test and a body, which share no class but those of the JDK: latches among the system properties.
final class Signals implements AutoCloseable {
  private final String prefix = "signal-" + UUID.randomUUID() + "-";

  /// Java code that gives the latch of that name.
  String code(String name) {
    latch(name);
    return "((java.util.concurrent.CountDownLatch) System.getProperties().get(\"" + prefix + name + "\"))";
  }

  CountDownLatch latch(String name) {
    return (CountDownLatch) System.getProperties().computeIfAbsent(prefix + name, _ -> new CountDownLatch(1));
  }

  void give(String name) {
    latch(name).countDown();
  }

  void await(String name) throws InterruptedException {
    if (!latch(name).await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("Expected the signal '" + name + "', but it was not given");
    }
  }

  @Override public void close() {
    System.getProperties().keySet().removeIf(key -> key.toString().startsWith(prefix));
  }
}
