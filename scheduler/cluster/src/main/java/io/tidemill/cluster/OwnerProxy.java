package io.tidemill.cluster;

import io.tidemill.runtime.NotOwnerException;
import io.tidemill.runtime.OutcomeUnknownException;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Member;
import io.tidemill.runtime.port.Ownership.ClusterState;
import io.tidemill.runtime.port.Ownership.Owner;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A port of which each call is about one partition, answered by the scheduler that owns it: this one, or another that is called.
///
/// What answers later, a command or request, is tried again for [#PATIENCE] where the owner is not found, changes, or does not answer: each may be sent
/// again. What answers at once, a question, is asked once, for two seconds; without an answer it is null, as where nobody owns the partition.
public final class OwnerProxy implements InvocationHandler {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerProxy.class);
  /// How long a request looks for an owner: longer than it takes until a dead one is replaced.
  static final Duration PATIENCE = Duration.ofSeconds(12);
  private static final Duration QUESTION = Duration.ofSeconds(2);
  private static final Duration CALL = Duration.ofSeconds(28);
  private static final long AGAIN_MILLIS = 100;

  private final SchedulerNode node;
  private final PeerClient client;
  private final Object local;

  private OwnerProxy(SchedulerNode node, PeerClient client, Object local) {
    this.node = node;
    this.client = client;
    this.local = local;
  }

  /// Makes one.
  ///
  /// @param port the port; each method names its partition, or a DAG of it, first
  /// @param local answers for the partitions of this scheduler
  public static <T> T of(Class<T> port, T local, SchedulerNode node, PeerClient client) {
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port},
        new OwnerProxy(node, client, local)));
  }

  @Override public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
      throws Throwable {
    @Nullable Object[] arguments = given == null ? new @Nullable Object[0] : given;
    int partition = partition(arguments);
    if (partition < 0) {
      return locally(method, arguments);
    }
    if (CompletableFuture.class.isAssignableFrom(method.getReturnType())) {
      CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
      request(method, arguments, partition, System.nanoTime() + PATIENCE.toNanos(), answer);
      return answer;
    }
    return node.owns(partition) ? locally(method, arguments) : question(method, arguments, partition);
  }

  private static int partition(@Nullable Object[] arguments) {
    return arguments.length == 0
        ? -1
        : switch (arguments[0]) {
          case Catalog.Dag dag -> dag.partition();
          case Integer number -> number;
          case null, default -> -1;
        };
  }

  private @Nullable Object locally(Method method, @Nullable Object[] arguments) throws Throwable {
    try {
      return method.invoke(local, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private @Nullable Object question(Method method, @Nullable Object[] arguments, int partition) {
    String address = owner(partition);
    if (address == null) {
      return null;
    }
    try {
      return client.call(address, method, arguments, QUESTION).get(QUESTION.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("The owner of partition {} did not answer {}", partition, method.getName(), e);
      return null;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private void request(Method method, @Nullable Object[] arguments, int partition, long until,
      CompletableFuture<@Nullable Object> answer) {
    once(method, arguments, partition).whenComplete((value, failure) -> {
      Throwable cause = failure instanceof CompletionException && failure.getCause() != null
          ? failure.getCause()
          : failure;
      if (cause == null) {
        answer.complete(value);
      } else if (isPassing(cause) && System.nanoTime() - until < 0) {
        Executor later = CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        later.execute(() -> request(method, arguments, partition, until, answer));
      } else {
        answer.completeExceptionally(cause);
      }
    });
  }

  /// Whether it is worth trying again: it did not get to an owner, or it is not known what became of it there. What an owner says it did not do, it will
  /// not do in a moment either.
  private static boolean isPassing(Throwable cause) {
    return cause instanceof NotOwnerException || cause instanceof OutcomeUnknownException;
  }

  @SuppressWarnings("unchecked") // a method that answers later is one of the port's
  private CompletableFuture<@Nullable Object> once(Method method, @Nullable Object[] arguments, int partition) {
    try {
      if (node.owns(partition)) {
        return (CompletableFuture<@Nullable Object>) Objects.requireNonNull(locally(method, arguments));
      }
      String address = owner(partition);
      return address == null
          ? CompletableFuture.failedFuture(new NotOwnerException("No scheduler owns partition " + partition + " now"))
          : client.call(address, method, arguments, CALL);
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /// Where the owner of a partition is called, null where it is not known, or is this scheduler, which does not own it any more or yet.
  private @Nullable String owner(int partition) {
    ClusterState state = node.clusterState();
    List<Owner> owners = state.owners();
    String name = partition < owners.size() ? owners.get(partition).node() : null;
    return name == null || name.equals(node.self().node())
        ? null
        : state.live()
            .stream()
            .filter(member -> member.node().equals(name))
            .map(Member::peers)
            .map(Member.Listener::address)
            .filter(address -> !address.isEmpty())
            .findFirst()
            .orElse(null);
  }
}
