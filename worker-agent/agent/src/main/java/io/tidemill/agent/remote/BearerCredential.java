package io.tidemill.agent.remote;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import java.util.concurrent.Executor;

/// Sends the agent's credential as `authorization: Bearer …`.
final class BearerCredential extends CallCredentials {
  private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization",
      Metadata.ASCII_STRING_MARSHALLER);

  private final Metadata headers = new Metadata();

  BearerCredential(String credential) {
    headers.put(AUTHORIZATION, "Bearer " + credential);
  }

  @Override public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
    applier.apply(headers);
  }
}
