package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.console.rest.ApiServer;
import io.tidemill.console.rest.SecureAddress;
import io.tidemill.daemon.boot.Daemon;
import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.config.ConfigReader;
import io.tidemill.daemon.tls.ServerTls;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// API and console for other machines.
class SecureConsoleTest {
  private static final String JSON = "application/json";

  @TempDir Path directory;
  private Daemon daemon;
  private ServerTls tls;
  private ApiServer server;
  private HttpClient http;
  private String base;

  @BeforeEach void open() throws Exception {
    DataDirectory data = DataDirectory.at(directory.resolve("server"));
    data.make();
    daemon = Daemon.serve(data, ConfigReader.read(data.path(), Map.of()).config(), "test");
    tls = ServerTls.selfSigned(data.path(), null);
    server = ApiServer.start(daemon.operations(), "secret", daemon.callers(), 0,
        new SecureAddress("127.0.0.1", 0, tls.identity()));
    base = "https://127.0.0.1:" + server.securePort();
    http = HttpClient.newBuilder().sslContext(trusting(ServerTls.certificate(data.path()))).build();
  }

  @AfterEach void close() {
    http.close();
    server.close();
    tls.close();
    daemon.close();
  }

  private static SSLContext trusting(Path certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private HttpResponse<String> send(String verb, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
        .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Test void an_administrator_logs_in_over_tls_with_a_code_that_is_good_once() throws Exception {
    assertThat(send("GET", "/api/v1/dags", "").statusCode()).isEqualTo(401);
    String code = "{\"code\":\"" + server.loginCode() + "\"}";

    HttpResponse<String> login = send("POST", "/session", code, "Content-Type", JSON);

    assertThat(login.statusCode()).isEqualTo(204);
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("; Secure", "; HttpOnly", "SameSite=Strict");
    assertThat(login.headers().firstValue("Strict-Transport-Security")).isPresent();
    String session = cookie.split(";")[0];
    assertThat(send("GET", "/api/v1/access-tokens", "", "Cookie", session).statusCode()).isEqualTo(200);
    String token = "{\"name\":\"Ada\",\"role\":\"VIEWER\"}";
    assertThat(send("POST", "/api/v1/access-tokens", token, "Cookie", session, "Content-Type", JSON, "Origin",
        base).statusCode()).isEqualTo(201);
    assertThat(send("POST", "/api/v1/access-tokens", token, "Cookie", session, "Content-Type", JSON, "Origin",
        base.replace("https", "http")).statusCode()).as("a page without TLS").isEqualTo(403);
    assertThat(send("POST", "/session", code, "Content-Type", JSON).statusCode()).as("again").isEqualTo(403);
  }

  @Test void on_this_machine_plain_text_goes_on() throws Exception {
    HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()
        + "/api/v1/dags")).header("Authorization", "Bearer secret").build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Strict-Transport-Security")).isEmpty();
  }
}
