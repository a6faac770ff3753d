package io.tidemill.daemon.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/// SHA-256 of a certificate, as 64 hexadecimal digits.
public final class Fingerprint {
  private Fingerprint() {}

  /// Fingerprint of a certificate.
  public static String of(X509Certificate certificate) throws CertificateEncodingException {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Fingerprint of the first certificate of a PEM file.
  ///
  /// @throws TlsException if it cannot be read
  public static String of(Path file) {
    return of(file, first(file));
  }

  private static String of(Path file, X509Certificate certificate) {
    try {
      return of(certificate);
    } catch (CertificateEncodingException e) {
      throw unreadable(file, e);
    }
  }

  /// The first certificate of a PEM file.
  ///
  /// @throws TlsException if it cannot be read
  public static X509Certificate first(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException | CertificateException e) {
      throw unreadable(file, e);
    }
  }

  private static TlsException unreadable(Path file, Exception e) {
    return new TlsException("Expected a certificate in PEM form in " + file + ", but found " + e
        + "; name a file that begins with -----BEGIN CERTIFICATE-----");
  }
}
