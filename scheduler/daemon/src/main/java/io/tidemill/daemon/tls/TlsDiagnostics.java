package io.tidemill.daemon.tls;

import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Checks files of certificates and keys as a TLS handshake would, before the first connection.
///
/// @param now time to compare validity periods with
public record TlsDiagnostics(Instant now) {
  /// Remaining validity below which renewal is recommended.
  private static final Duration NEAR = Duration.ofDays(30);

  /// The result of a check.
  ///
  /// @param problems problems with their remedies; empty if there are none
  /// @param text description, for people
  public record Result(List<String> problems, String text) {
    /// Whether there are no problems.
    public boolean good() {
      return problems.isEmpty();
    }
  }

  /// Checks a certificate with its key.
  public Result identity(Path certificate, Path key) {
    List<String> problems = new ArrayList<>();
    X509Certificate read = read(certificate, problems);
    if (read == null) {
      return new Result(problems, "");
    }
    dates(certificate, read, problems);
    matches(certificate, read, key, problems);
    return new Result(problems, certificate + ", " + until(read));
  }

  /// Checks the certificate of a server with its key.
  ///
  /// @param host the host agents connect to
  public Result server(Path certificate, Path key, String host) {
    Result identity = identity(certificate, key);
    if (!identity.good()) {
      return identity;
    }
    List<String> names = names(Fingerprint.first(certificate));
    List<String> problems = new ArrayList<>();
    if (names.isEmpty()) {
      problems.add(
          "Expected host names in " + certificate + ", but found none, so agents refuse it; ask its authority for one"
              + " with subjectAltName entries for the names and addresses that agents connect to");
    } else if (isName(host) && names.stream().noneMatch(name -> fits(name, host))) {
      problems.add("Expected " + certificate + " to be for the host " + host + ", but found " + String.join(", ", names)
          + "; agents that connect to " + host
          + " refuse it: let it name that host, or let the server listen at a host it names");
    }
    return new Result(problems, identity.text() + ", for " + String.join(", ", names));
  }

  /// Checks the certificate of an authority.
  public Result authority(Path certificate) {
    List<String> problems = new ArrayList<>();
    X509Certificate read = read(certificate, problems);
    if (read == null) {
      return new Result(problems, "");
    }
    dates(certificate, read, problems);
    if (read.getBasicConstraints() < 0) {
      problems
          .add(
              "Expected the certificate of an authority in " + certificate + ", but found one that may not sign others;"
                  + " name the file of the authority that has signed it");
    }
    return new Result(problems, certificate + ", " + until(read));
  }

  private static @Nullable X509Certificate read(Path file, List<String> problems) {
    if (!Files.isReadable(file)) {
      problems.add("Expected a certificate in a file this process may read at " + file
          + ", but there is none; correct the path or the permissions");
      return null;
    }
    try {
      return Fingerprint.first(file);
    } catch (TlsException e) {
      problems.add(e.getMessage());
      return null;
    }
  }

  private void dates(Path file, X509Certificate certificate, List<String> problems) {
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isBefore(begin)) {
      problems
          .add("Expected a certificate that is valid already in " + file + ", but found one that is valid from " + begin
              + "; check the clock of this machine, or wait");
    }
    if (now.isAfter(end)) {
      problems.add("Expected a certificate that is still valid in " + file + ", but found one that ended at " + end
          + "; replace the file, it is read within 10 s");
    }
  }

  private String until(X509Certificate certificate) {
    Instant end = certificate.getNotAfter().toInstant();
    Duration left = Duration.between(now, end);
    return "good until " + end
        + (left.compareTo(NEAR) < 0 && !left.isNegative()
            ? " (" + left.toDays() + " days left: renew it)"
            : "");
  }

  /// Whether key and certificate belong together: the certificate verifies what the key signs.
  private static void matches(Path file, X509Certificate certificate, Path keyFile, List<String> problems) {
    if (!Files.isReadable(keyFile)) {
      problems.add("Expected the private key to " + file + " in a file this process may read at " + keyFile
          + ", but there is none; correct the path or the permissions");
      return;
    }
    try (InputStream in = Files.newInputStream(keyFile)) {
      PrivateKey key = CertificateUtils.getPrivateKey(in);
      byte[] text = {1, 2, 3};
      Signature signing = Signature.getInstance(algorithm(key.getAlgorithm()));
      signing.initSign(key);
      signing.update(text);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(algorithm(certificate.getPublicKey().getAlgorithm()));
      verifying.initVerify(certificate.getPublicKey());
      verifying.update(text);
      if (!verifying.verify(signature)) {
        problems.add(mismatch(file, keyFile));
      }
    } catch (SignatureException | InvalidKeyException _) {
      problems.add(mismatch(file, keyFile));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      problems.add("Expected a private key in PEM form (PKCS #8) in " + keyFile + ", but found: " + e.getMessage()
          + "; convert it with `openssl pkcs8 -topk8 -nocrypt -in KEY -out FILE`");
    }
  }

  private static String mismatch(Path file, Path keyFile) {
    return "Expected the private key of " + file + " in " + keyFile
        + ", but found another one; name the two files that belong together";
  }

  private static String algorithm(String key) {
    return switch (key) {
      case "EC" -> "SHA256withECDSA";
      case "EdDSA" -> "EdDSA";
      default -> "SHA256with" + key;
    };
  }

  /// Host names and addresses of the certificate.
  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      for (List<?> each : all == null ? List.<List<?>>of() : all) {
        // RFC 5280: 2 is a DNS name, 7 an IP address.
        if (each.get(0) instanceof Integer kind && (kind == 2 || kind == 7)) {
          names.add(String.valueOf(each.get(1)));
        }
      }
    } catch (CertificateParsingException _) {
      // No readable names.
    }
    return names;
  }

  /// Whether it is a host name agents may connect to; a listen address need not be.
  private static boolean isName(String host) {
    return !host.contains(":") && !host.matches("[0-9.]+");
  }

  private static boolean fits(String name, String host) {
    String wanted = host.toLowerCase(Locale.ROOT);
    String has = name.toLowerCase(Locale.ROOT);
    int dot = wanted.indexOf('.');
    return has.equals(wanted) || has.startsWith("*.") && dot > 0 && has.substring(1).equals(wanted.substring(dot));
  }
}
