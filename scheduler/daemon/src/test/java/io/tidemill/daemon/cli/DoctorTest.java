package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.cli.Shell.Answer;
import io.tidemill.daemon.tls.ServerTls;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `doctor` says about the way between a server and its agents.
class DoctorTest {
  @TempDir Path directory;
  private Shell shell;

  @BeforeEach void begin() {
    shell = new Shell(directory);
    shell.environment.put("TIDEMILL_AGENTS_PORT", "0");
  }

  @Test void without_settings_agents_speak_plain_text_on_this_machine() {
    Answer doctor = shell.type("doctor");
    assertThat(doctor.code()).as(doctor.all()).isZero();
    assertThat(doctor.out()).contains("✓ agent port: 127.0.0.1:0 is free",
        "✓ agent certificate: none: agents on this machine speak plain text");
  }

  @Test void a_port_that_another_process_has_is_told() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      shell.environment.put("TIDEMILL_AGENTS_PORT", "" + other.getLocalPort());
      Answer doctor = shell.type("doctor");
      assertThat(doctor.code()).isEqualTo(ExitCode.FAILED);
      assertThat(doctor.out()).contains("✗ agent port: Expected that `server` can listen at 127.0.0.1:"
          + other.getLocalPort(), "tidemill.agents.port");
    }
  }

  @Test void certificates_that_cannot_be_used_are_told_with_what_to_do() throws Exception {
    Path text = shell.save("cert.pem", "hello");
    shell.environment.put("TIDEMILL_AGENTS_TLS_CERT", text.toString());
    shell.environment.put("TIDEMILL_AGENTS_TLS_KEY", text.toString());
    shell.environment.put("TIDEMILL_AGENTS_CLIENT_CA", text.toString());
    Answer doctor = shell.type("doctor");
    assertThat(doctor.code()).isEqualTo(ExitCode.FAILED);
    assertThat(doctor.out()).contains("✗ agent certificate: Expected a certificate in PEM form in " + text,
        "✗ authority of agents: Expected a certificate in PEM form in " + text, "-----BEGIN CERTIFICATE-----");
  }

  @Test void the_certificate_that_the_server_has_made_is_looked_at() throws Exception {
    shell.environment.put("TIDEMILL_AGENTS_HOST", "0.0.0.0");
    assertThat(shell.type("doctor").out()).contains("made by the first `server`");
    DataDirectory.at(shell.data()).make();
    ServerTls.selfSigned(shell.data(), null).close();
    assertThat(shell.type("doctor").out()).contains("✓ agent certificate: " + ServerTls.certificate(shell.data()),
        "good until");

    Files.writeString(ServerTls.key(shell.data()), "gone");
    Answer doctor = shell.type("doctor");
    assertThat(doctor.code()).isEqualTo(ExitCode.FAILED);
    assertThat(doctor.out()).contains("✗ agent certificate: Expected a private key in PEM form");
  }

  @Test void a_server_that_an_agent_of_this_directory_goes_to_is_asked_whether_it_answers() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + server.getLocalPort();
      shell.environment.put("TIDEMILL_AGENT_SERVER", address);
      assertThat(shell.type("doctor").out()).contains("✓ server of the agent: " + address + " answers");
      server.close();
      Answer doctor = shell.type("doctor");
      assertThat(doctor.code()).isEqualTo(ExitCode.FAILED);
      assertThat(doctor.out()).contains("✗ server of the agent: Expected a server at " + address, "start it");
    }
  }
}
