package io.tidemill.daemon.tls;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// TLS of the listener for agents: the scheduler's certificate, and the authority whose client certificates it accepts. The files
/// are checked every 10 s and read again when they have changed; open connections are not affected.
public final class ServerTls implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final ServerCredentials credentials;
  private final X509ExtendedKeyManager identity;
  private final @Nullable Path pinned;
  private final ScheduledExecutorService timer;

  private ServerTls(ServerCredentials credentials, X509ExtendedKeyManager identity, @Nullable Path pinned,
      ScheduledExecutorService timer) {
    this.credentials = credentials;
    this.identity = identity;
    this.pinned = pinned;
    this.timer = timer;
  }

  /// Reads certificate and key from files.
  ///
  /// @param clientAuthority authorities of agents' certificates, null: agents present none
  /// @throws TlsException if they cannot be used
  public static ServerTls of(Path certificate, Path key, @Nullable Path clientAuthority) {
    return of(certificate, key, clientAuthority, LOOK);
  }

  /// The same, with another interval between checks of the files.
  public static ServerTls of(Path certificate, Path key, @Nullable Path clientAuthority, Duration look) {
    return open(certificate, key, clientAuthority, null, look);
  }

  /// Generates a certificate in a folder if there is none, for agents to pin.
  ///
  /// @throws TlsException if it cannot be generated or used
  public static ServerTls selfSigned(Path folder, @Nullable Path clientAuthority) {
    Path certificate = certificate(folder);
    SelfSigned.make(certificate, key(folder));
    return open(certificate, key(folder), clientAuthority, certificate, LOOK);
  }

  /// File of the generated certificate.
  public static Path certificate(Path folder) {
    return folder.resolve("agents-cert.pem");
  }

  /// File of its private key.
  public static Path key(Path folder) {
    return folder.resolve("agents-key.pem");
  }

  private static ServerTls open(Path certificate, Path key, @Nullable Path clientAuthority, @Nullable Path pinned,
      Duration look) {
    present("certificate", certificate);
    present("private key", key);
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name("tidemill-certificates").daemon().factory());
    try {
      if (clientAuthority != null) {
        present("certificate of the authority of agents", clientAuthority);
      }
      AdvancedTlsX509KeyManager identity = new AdvancedTlsX509KeyManager();
      AdvancedTlsX509TrustManager trust = AdvancedTlsX509TrustManager.newBuilder()
          .setVerification(AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
          .build();
      CertificateFiles files = new CertificateFiles(identity, certificate, key, trust, clientAuthority);
      files.load();
      var _ = timer.scheduleWithFixedDelay(files, look.toMillis(), look.toMillis(), TimeUnit.MILLISECONDS);
      TlsServerCredentials.Builder builder = TlsServerCredentials.newBuilder().keyManager(identity);
      if (clientAuthority != null) {
        builder.trustManager(trust).clientAuth(ClientAuth.OPTIONAL);
      }
      return new ServerTls(builder.build(), identity, pinned, timer);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      timer.shutdownNow();
      throw new TlsException("Expected a certificate and its private key in PEM form (PKCS #8) in " + certificate
          + " and " + key + ", but found: " + e.getMessage());
    }
  }

  private static void present(String what, Path file) {
    if (!Files.isReadable(file)) {
      throw new TlsException("Expected the " + what + " in a file this process may read at " + file
          + ", but there is none; correct the path or the permissions");
    }
  }

  /// Certificate and private key of the server, as they are now.
  public X509ExtendedKeyManager identity() {
    return identity;
  }

  /// Credentials of the server.
  public ServerCredentials credentials() {
    return credentials;
  }

  /// Fingerprint of the certificate for agents to pin; null if they trust authorities.
  public @Nullable String fingerprint() {
    return pinned == null ? null : Fingerprint.of(pinned);
  }

  @Override public void close() {
    timer.shutdownNow();
  }
}
