package io.tidemill.agent.remote;

import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import org.jspecify.annotations.Nullable;

/// How an agent reaches its scheduler, and who it says it is. Used by one thread at a time.
public interface Dialer {
  /// A new channel to the scheduler; whoever asked shuts it down. Does not wait for the connection.
  ManagedChannel dial();

  /// What goes with each call, null where the client certificate says who the agent is.
  @Nullable CallCredentials credentials();
}
