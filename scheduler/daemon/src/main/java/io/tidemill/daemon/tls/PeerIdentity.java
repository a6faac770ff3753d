package io.tidemill.daemon.tls;

import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// How a scheduler proves to others who it is: a certificate of its own, generated in its data directory, whose fingerprint stands in its lease. Whoever
/// can write leases is a scheduler.
///
/// @param context shows the certificate, and trusts those of the others
/// @param fingerprint of the certificate
public record PeerIdentity(SSLContext context, String fingerprint) {
  private static final String CERTIFICATE = "peer-cert.pem";
  private static final String KEY = "peer-key.pem";

  /// Reads it, or generates it.
  ///
  /// @param trusted fingerprints of the certificates of the others, asked at each connection
  /// @throws TlsException if it cannot be read or generated
  public static PeerIdentity in(Path directory, Supplier<Set<String>> trusted) {
    Path certificate = directory.resolve(CERTIFICATE);
    Path key = directory.resolve(KEY);
    SelfSigned.make(certificate, key);
    X509Certificate own = Fingerprint.first(certificate);
    try (InputStream in = Files.newInputStream(key)) {
      PrivateKey secret = CertificateUtils.getPrivateKey(in);
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setKeyEntry("peer", secret, new char[0], new Certificate[]{own});
      KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(keys.getKeyManagers(), new TrustManager[]{KnownCertificates.ofPeers(trusted)}, null);
      return new PeerIdentity(context, Fingerprint.of(own));
    } catch (IOException | GeneralSecurityException e) {
      throw new TlsException("Expected a certificate and its key in " + certificate + " and " + key + ", but found " + e
          + "; remove both, and new ones are generated");
    }
  }
}
