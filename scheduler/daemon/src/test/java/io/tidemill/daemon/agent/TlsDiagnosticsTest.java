package io.tidemill.daemon.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.agent.Authority.Signed;
import io.tidemill.daemon.tls.TlsDiagnostics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is wrong with certificates is told before agents fail at it.
class TlsDiagnosticsTest {
  private final TlsDiagnostics check = new TlsDiagnostics(Instant.now());

  @TempDir Path folder;
  private Authority authority;

  @BeforeEach void make() throws Exception {
    authority = new Authority(folder, "house");
  }

  private static void assertProblem(TlsDiagnostics.Result result, String... words) {
    assertThat(result.problems()).singleElement().asString().contains(words);
  }

  @Test void a_certificate_that_can_be_used_tells_its_end_and_its_hosts() throws Exception {
    Signed signed = authority.server("tm", "tm.example", "10.0.0.5");

    TlsDiagnostics.Result result = check.server(signed.certificate(), signed.key(), "tm.example");

    assertThat(result.problems()).isEmpty();
    assertThat(result.text()).contains(signed.certificate().toString(), "good until ", "renew it",
        "for tm.example, 10.0.0.5");
    assertThat(check.server(signed.certificate(), signed.key(), "0.0.0.0").good()).as("an address to listen at")
        .isTrue();
    assertThat(check.authority(authority.certificate()).good()).isTrue();
  }

  @Test void a_file_that_is_not_there_or_no_certificate_is_told() throws Exception {
    Signed signed = authority.server("tm", "tm.example");
    assertProblem(check.authority(folder.resolve("none.pem")), "none.pem", "correct the path");
    Path text = Files.writeString(folder.resolve("text.pem"), "hello");
    assertProblem(check.authority(text), "Expected a certificate in PEM form in " + text);
    assertProblem(check.identity(signed.certificate(), folder.resolve("none.pem")), "private key", "none.pem");
    assertProblem(check.identity(signed.certificate(), text), "Expected a private key in PEM form (PKCS #8)",
        "openssl");
  }

  @Test void a_certificate_that_is_over_or_not_good_yet_is_told() throws Exception {
    Signed signed = authority.server("tm", "tm.example");
    assertProblem(new TlsDiagnostics(Instant.now().plus(Duration.ofDays(3))).identity(signed.certificate(),
        signed.key()), "ended at", "replace the file");
    assertProblem(new TlsDiagnostics(Instant.now().minus(Duration.ofDays(3))).authority(authority.certificate()),
        "valid from", "check the clock");
  }

  @Test void a_key_of_another_certificate_is_told() throws Exception {
    Signed one = authority.server("one", "tm.example");
    Signed other = authority.server("other", "tm.example");

    assertProblem(check.identity(one.certificate(), other.key()), "Expected the private key of " + one.certificate(),
        "found another one");
  }

  @Test void a_certificate_for_other_hosts_or_for_none_is_told() throws Exception {
    Signed wild = authority.server("wild", "*.example");
    assertThat(check.server(wild.certificate(), wild.key(), "TM.example").good()).isTrue();
    assertProblem(check.server(wild.certificate(), wild.key(), "tm.elsewhere"), "for the host tm.elsewhere",
        "but found *.example");
    Signed none = authority.agent("none", "north");
    assertProblem(check.server(none.certificate(), none.key(), "tm.example"), "Expected host names", "subjectAltName");
  }

  @Test void a_certificate_that_may_sign_no_others_is_no_authority() throws Exception {
    Signed signed = authority.server("tm", "tm.example");

    assertProblem(check.authority(signed.certificate()), "Expected the certificate of an authority",
        "name the file of the authority");
  }
}
