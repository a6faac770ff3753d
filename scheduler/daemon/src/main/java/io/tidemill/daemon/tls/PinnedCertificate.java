package io.tidemill.daemon.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts exactly one certificate, regardless of its issuer and names.
final class PinnedCertificate extends X509ExtendedTrustManager {
  private final String fingerprint;

  PinnedCertificate(String fingerprint) {
    this.fingerprint = fingerprint;
  }

  private void check(X509Certificate... chain) throws CertificateException {
    String found = chain.length == 0 ? "none" : Fingerprint.of(chain[0]);
    if (!fingerprint.equals(found)) {
      throw new CertificateException("Expected the scheduler's certificate with the fingerprint " + fingerprint
          + ", but found " + found
          + "; it is another scheduler, or its certificate was replaced: join with a new token");
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
    throw new CertificateException("This side has no clients");
  }

  @Override public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("This side has no clients");
  }

  @Override public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("This side has no clients");
  }

  @Override public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
