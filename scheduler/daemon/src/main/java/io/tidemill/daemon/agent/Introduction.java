package io.tidemill.daemon.agent;

import io.tidemill.agent.remote.Dialer;
import io.tidemill.agent.remote.JoinRefusedException;
import io.tidemill.agent.remote.Joining;
import io.tidemill.daemon.config.DaemonConfig;
import io.tidemill.daemon.identity.Credential;
import io.tidemill.daemon.identity.JoinToken;
import io.tidemill.daemon.tls.AgentTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finds out how an agent proves who it is: by its certificate, by the credential in its work folder, or, the first time, by
/// exchanging a join token for a credential.
final class Introduction {
  private static final Duration ATTEMPT = Duration.ofSeconds(5);
  private static final Duration FIRST_REST = Duration.ofMillis(200);
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);

  private final DaemonConfig.RemoteAgent config;
  private final String name;
  private final ServerAddress server;
  private final Path work;
  private final Consumer<String> waiting;

  /// @param waiting is told once why the scheduler cannot be reached
  Introduction(DaemonConfig.RemoteAgent config, String name, ServerAddress server, Path work,
      Consumer<String> waiting) {
    this.config = config;
    this.name = name;
    this.server = server;
    this.work = work;
    this.waiting = waiting;
  }

  /// How the scheduler is reached. Blocks until an agent that is new has joined.
  ///
  /// @param patience how long to try to join, null: for ever
  Dialer dialer(@Nullable Duration patience) throws IOException, InterruptedException {
    JoinToken token = token();
    if (config.certificate() != null) {
      return checked(new CredentialDialer(server, tls(token == null ? null : token.fingerprint()), null));
    }
    Credential credential = credential(token);
    CredentialDialer dialer = checked(new CredentialDialer(server, tls(credential.fingerprint()), credential.secret()));
    if (!credential.joined()) {
      join(dialer, Objects.requireNonNull(token), credential, patience);
      credential.known().write(work);
    }
    return dialer;
  }

  /// Finds what is wrong with files and addresses before anything is sent.
  private static CredentialDialer checked(CredentialDialer dialer) {
    var _ = dialer.tls().credentials(dialer.server().host());
    return dialer;
  }

  private AgentTls tls(@Nullable String fingerprint) {
    return new AgentTls(config.authority() == null ? fingerprint : null, config.authority(), config.certificate(),
        config.key());
  }

  private Credential credential(@Nullable JoinToken token) throws IOException {
    Credential known = Credential.read(work);
    if (known != null && !known.agent().equals(name)) {
      throw new AgentRefusedException("Expected the work folder of agent '" + name + "', but " + work + " is that of '"
          + known.agent() + "'; name another folder with --work, or use that name");
    }
    if (known != null && known.joined() && (token == null || token.fingerprint() == null)) {
      return known;
    }
    if (token == null) {
      throw new AgentRefusedException("Expected a join token with --token-file at the first start of agent '" + name
          + "', but found none; make one with `tidemill token create` where the server runs");
    }
    // A new token names the certificate to trust from now on, also for an agent that has joined before.
    Credential credential = (known == null ? Credential.random(name, null) : known).pinned(token.fingerprint());
    if (!credential.equals(known)) {
      credential.write(work);
    }
    return credential;
  }

  private @Nullable JoinToken token() throws IOException {
    Path file = config.tokenFile();
    if (file == null || !Files.exists(file)) {
      Credential known = Credential.read(work);
      if (file != null && (known == null || !known.joined())) {
        throw new AgentRefusedException(
            "Expected a join token in " + file + ", but there is no such file; make one with"
                + " `tidemill token create > " + file.getFileName() + "` where the server runs");
      }
      return null;
    }
    JoinToken token = JoinToken.parse(Files.readString(file));
    if (token == null) {
      throw new AgentRefusedException("Expected a join token (tidemill-join.…) in " + file
          + ", but found something else; make one with `tidemill token create` where the server runs");
    }
    return token;
  }

  private void join(Dialer dialer, JoinToken token, Credential credential, @Nullable Duration patience)
      throws InterruptedException {
    long begun = System.nanoTime();
    Duration rest = FIRST_REST;
    boolean told = false;
    while (true) {
      try {
        Joining.join(dialer, token.secret(), name, credential.secret(), ATTEMPT);
        return;
      } catch (JoinRefusedException e) {
        throw new AgentRefusedException(e.getMessage());
      } catch (IOException e) {
        refuseForeign(e);
        if (patience != null && System.nanoTime() - begun > patience.toNanos()) {
          throw new SchedulerUnreachableException("Expected the scheduler at " + server + " to answer within "
              + patience.toSeconds() + " s, but: " + e.getMessage());
        }
        if (!told) {
          waiting.accept(e.getMessage() == null ? e.toString() : e.getMessage());
          told = true;
        }
      }
      Thread.sleep(rest);
      rest = rest.multipliedBy(2).compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest.multipliedBy(2);
    }
  }

  /// Another certificate than expected does not become the right one by asking again.
  private static void refuseForeign(IOException e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof CertificateException) {
        throw new AgentRefusedException(each.getMessage());
      }
    }
  }
}
