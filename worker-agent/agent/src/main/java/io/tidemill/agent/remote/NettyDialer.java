package io.tidemill.agent.remote;

import io.grpc.CallCredentials;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reaches one scheduler over TCP, with or without TLS. Connections that have died without a word are found by a probe each
/// 10 s.
///
/// @param host host or address
/// @param port port
/// @param channel trust and client certificate; null: plain text
/// @param credential what the agent got when it joined, null where its certificate says who it is
public record NettyDialer(String host, int port, @Nullable ChannelCredentials channel, @Nullable String credential)
    implements Dialer {
  private static final int MESSAGE_BYTES = 4 << 20;
  private static final int WINDOW_BYTES = 1 << 20;

  @Override public ManagedChannel dial() {
    return NettyChannelBuilder.forAddress(host, port, channel == null ? InsecureChannelCredentials.create() : channel)
        .directExecutor()
        .disableRetry()
        .maxInboundMessageSize(MESSAGE_BYTES)
        .initialFlowControlWindow(WINDOW_BYTES)
        .keepAliveTime(10, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .build();
  }

  @Override public @Nullable CallCredentials credentials() {
    return credential == null ? null : new BearerCredential(credential);
  }

  /// Without the secret.
  @Override public String toString() {
    return "NettyDialer[" + host + ":" + port + (channel == null ? ", plain text" : "") + "]";
  }
}
