package io.tidemill.daemon.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts the certificates that the leases of schedulers name, at both ends and regardless of issuers and host names.
final class PeerCertificates extends X509ExtendedTrustManager {
  private final Supplier<Set<String>> fingerprints;

  PeerCertificates(Supplier<Set<String>> fingerprints) {
    this.fingerprints = fingerprints;
  }

  private void check(X509Certificate... chain) throws CertificateException {
    String found = chain.length == 0 ? "none" : Fingerprint.of(chain[0]);
    if (!fingerprints.get().contains(found)) {
      throw new CertificateException(
          "Expected the certificate of a scheduler of this database, but found one with the fingerprint " + found);
    }
  }

  @Override public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
