package io.tidemill.daemon.agent;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority that signs certificates for tests, all in one folder.
final class Authority {
  private final Path folder;
  private final String name;
  private final KeyPair keys;

  Authority(Path folder, String name) throws Exception {
    this.folder = folder;
    this.name = name;
    keys = keys();
    sign(name, name, keys.getPublic(), new GeneralName[0], true, 1);
  }

  /// Its own certificate.
  Path certificate() {
    return folder.resolve(name + ".pem");
  }

  /// A certificate it has signed, with its key.
  record Signed(Path certificate, Path key) {}

  /// Signs a certificate for hosts.
  Signed server(String file, String... hosts) throws Exception {
    GeneralName[] names = new GeneralName[hosts.length];
    for (int i = 0; i < hosts.length; i++) {
      names[i] = new GeneralName(hosts[i].matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, hosts[i]);
    }
    return signed(file, "server", names);
  }

  /// Signs a certificate for an agent.
  Signed agent(String file, String agent) throws Exception {
    return signed(file, agent, new GeneralName[0]);
  }

  private Signed signed(String file, String common, GeneralName[] names) throws Exception {
    KeyPair pair = keys();
    sign(file, common, pair.getPublic(), names, false, System.nanoTime());
    Path key = folder.resolve(file + "-key.pem");
    write(key, "PRIVATE KEY", pair.getPrivate());
    return new Signed(folder.resolve(file + ".pem"), key);
  }

  private void sign(String file, String common, PublicKey key, GeneralName[] names, boolean authority, long serial)
      throws Exception {
    Instant now = Instant.now();
    var builder = new JcaX509v3CertificateBuilder(new X500Name("CN=" + name), BigInteger.valueOf(serial),
        Date.from(now.minus(1, ChronoUnit.HOURS)), Date.from(now.plus(1, ChronoUnit.DAYS)),
        new X500Name("CN=" + common), key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (names.length > 0) {
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
        .getEncoded();
    write(folder.resolve(file + ".pem"), "CERTIFICATE", encoded);
  }

  private static KeyPair keys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static void write(Path file, String kind, PrivateKey key) throws IOException {
    write(file, kind, key.getEncoded());
  }

  private static void write(Path file, String kind, byte[] bytes) throws IOException {
    Files.writeString(file, "-----BEGIN " + kind + "-----\n"
        + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n");
  }
}
