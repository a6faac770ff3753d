package io.tidemill.daemon.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts the certificates that are known by their fingerprints, at both ends and regardless of issuers and host names.
final class KnownCertificates extends X509ExtendedTrustManager {
  private final Supplier<Set<String>> fingerprints;
  private final String otherwise;

  private KnownCertificates(Supplier<Set<String>> fingerprints, String otherwise) {
    this.fingerprints = fingerprints;
    this.otherwise = otherwise;
  }

  /// Trusts the schedulers of a database.
  ///
  /// @param fingerprints those that leases name, asked at each connection
  static KnownCertificates ofPeers(Supplier<Set<String>> fingerprints) {
    return new KnownCertificates(fingerprints, "it is no scheduler of this database");
  }

  /// Trusts one scheduler.
  static KnownCertificates ofScheduler(String fingerprint) {
    Set<String> one = Set.of(fingerprint);
    return new KnownCertificates(() -> one,
        "it is another scheduler, or its certificate was replaced: join with a new token");
  }

  private void check(X509Certificate... chain) throws CertificateException {
    String found = chain.length == 0 ? "none" : Fingerprint.of(chain[0]);
    Set<String> known = fingerprints.get();
    if (!known.contains(found)) {
      throw new CertificateException("Expected a certificate with the fingerprint " + String.join(" or ", known)
          + ", but found " + found + "; " + otherwise);
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
