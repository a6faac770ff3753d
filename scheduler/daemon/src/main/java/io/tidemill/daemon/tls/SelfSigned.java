package io.tidemill.daemon.tls;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A self-signed certificate for agents that pin it: P-256, valid for ten years, for the host and all its addresses.
final class SelfSigned {
  private static final Duration GOOD = Duration.ofDays(3_650);
  private static final Duration BEFORE = Duration.ofDays(1);
  private static final int SERIAL_BITS = 127;

  private SelfSigned() {}

  /// Generates certificate and key, unless both exist.
  ///
  /// @throws TlsException if they cannot be generated
  static void make(Path certificate, Path key) {
    if (Files.exists(certificate) && Files.exists(key)) {
      return;
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      Instant now = Instant.now();
      X500Name name = new X500Name("CN=tidemill");
      X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(name,
          new BigInteger(SERIAL_BITS, new SecureRandom()), Date.from(now.minus(BEFORE)), Date.from(now.plus(GOOD)),
          name, pair.getPublic());
      builder.addExtension(Extension.subjectAlternativeName, false,
          new GeneralNames(names().toArray(GeneralName[]::new)));
      X509CertificateHolder holder = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair
          .getPrivate()));
      write(key, "PRIVATE KEY", pair.getPrivate().getEncoded());
      write(certificate, "CERTIFICATE", holder.getEncoded());
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new TlsException("Expected to generate a certificate at " + certificate + ", but found " + e
          + "; make the folder writable, or name certificate and key with --tls-cert and --tls-key");
    }
  }

  private static List<GeneralName> names() throws IOException {
    Set<String> hosts = new TreeSet<>(Set.of("localhost"));
    try {
      hosts.add(InetAddress.getLocalHost().getHostName());
      hosts.add(InetAddress.getLocalHost().getCanonicalHostName());
    } catch (UnknownHostException _) {
      // Without a host name the addresses suffice.
    }
    List<GeneralName> names = new ArrayList<>();
    hosts.stream()
        .filter(host -> host.matches("[A-Za-z0-9.-]+"))
        .forEach(host -> names.add(
            new GeneralName(GeneralName.dNSName, host)));
    NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
        .distinct()
        .forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
    return names;
  }

  private static void write(Path file, String kind, byte[] bytes) throws IOException {
    Files.deleteIfExists(file);
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (UnsupportedOperationException _) {
      Files.createFile(file);
    }
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("-----BEGIN " + kind + "-----\n");
      out.write(Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(bytes));
      out.write("\n-----END " + kind + "-----\n");
    }
  }
}
