package io.tidemill.daemon.tls;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// TLS of an agent: whom it trusts, and the certificate it presents.
///
/// @param pinned fingerprint of the one certificate it trusts, null: authorities are trusted, and the host name must fit
/// @param authority their certificates, null: plain text unless a certificate is pinned
/// @param certificate its own, null for none
/// @param key private key of its own
public record AgentTls(@Nullable String pinned, @Nullable Path authority, @Nullable Path certificate,
    @Nullable Path key) {
  /// Whether connections are encrypted.
  public boolean encrypted() {
    return pinned != null || authority != null;
  }

  /// Credentials of a channel, read from the current files; null for plain text.
  ///
  /// @param host the scheduler's host
  /// @throws TlsException if files cannot be used, or if plain text would leave this machine
  public @Nullable ChannelCredentials credentials(String host) {
    if (!encrypted()) {
      if (!Loopback.is(host)) {
        throw new TlsException("Expected an encrypted connection to " + host + ", but neither the join token names a"
            + " certificate nor --ca an authority; plain text is allowed to 127.0.0.1 only");
      }
      if (certificate != null) {
        throw new TlsException(
            "Expected --ca with --cert, because a certificate is presented on encrypted connections only");
      }
      return null;
    }
    TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
    try {
      if (authority != null) {
        builder.trustManager(readable(authority).toFile());
      } else if (pinned != null) {
        builder.trustManager(KnownCertificates.ofScheduler(pinned));
      }
      if (certificate != null && key != null) {
        builder.keyManager(readable(certificate).toFile(), readable(key).toFile());
      }
      return builder.build();
    } catch (IOException e) {
      throw new TlsException("Expected certificates in PEM form, but found " + e);
    }
  }

  private static Path readable(Path file) {
    if (!Files.isReadable(file)) {
      throw new TlsException(
          "Expected a file this process may read at " + file + ", but there is none; correct the path or its"
              + " permissions");
    }
    return file;
  }
}
