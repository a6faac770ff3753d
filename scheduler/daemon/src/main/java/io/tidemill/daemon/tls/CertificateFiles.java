package io.tidemill.daemon.tls;

import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Certificate files that are read again when they change. A change that cannot be read, perhaps because it is half written, keeps
/// the previous certificate and is checked again.
final class CertificateFiles implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);

  private final AdvancedTlsX509KeyManager identity;
  private final Path certificate;
  private final Path key;
  private final AdvancedTlsX509TrustManager trust;
  private final @Nullable Path authority;
  private List<ByteBuffer> read = List.of();

  CertificateFiles(AdvancedTlsX509KeyManager identity, Path certificate, Path key, AdvancedTlsX509TrustManager trust,
      @Nullable Path authority) {
    this.identity = identity;
    this.certificate = certificate;
    this.key = key;
    this.trust = trust;
    this.authority = authority;
  }

  /// Reads them.
  void load() throws IOException, GeneralSecurityException {
    List<ByteBuffer> now = state();
    X509Certificate[] chain = certificates(certificate);
    PrivateKey secret;
    try (InputStream in = Files.newInputStream(key)) {
      secret = CertificateUtils.getPrivateKey(in);
    }
    X509Certificate[] trusted = authority == null ? null : certificates(authority);
    identity.updateIdentityCredentials(chain, secret);
    if (trusted != null) {
      trust.updateTrustCredentials(trusted);
    }
    read = now;
  }

  private static X509Certificate[] certificates(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateUtils.getX509Certificates(in);
    }
  }

  @Override public void run() {
    try {
      if (!state().equals(read)) {
        load();
        LOG.info("Reloaded the certificate in {}", certificate);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      LOG.warn("Expected a certificate and its key in {} and {}, but found {}; keeping the previous ones",
          certificate,
          key, e.toString());
    }
  }

  /// The content, because a replaced file may have the same time and size.
  private List<ByteBuffer> state() throws IOException {
    List<ByteBuffer> state = new ArrayList<>();
    for (Path file : authority == null ? List.of(certificate, key) : List.of(certificate, key, authority)) {
      state.add(ByteBuffer.wrap(Files.readAllBytes(file)));
    }
    return state;
  }
}
