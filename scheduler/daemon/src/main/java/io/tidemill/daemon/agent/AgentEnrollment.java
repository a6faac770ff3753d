package io.tidemill.daemon.agent;

import io.tidemill.agent.remote.JoinRefusedException;
import io.tidemill.agent.remote.Joining;
import io.tidemill.agent.remote.SchedulerDialers;
import io.tidemill.daemon.config.DaemonConfig;
import io.tidemill.daemon.identity.Credential;
import io.tidemill.daemon.identity.JoinToken;
import io.tidemill.daemon.tls.AgentTls;
import io.tidemill.protocol.SchedulerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Obtains the identity of an agent: its certificate, the credential in its work folder, or, at the first start, a credential in
/// exchange for a join token.
final class AgentEnrollment {
  private static final Duration ATTEMPT = Duration.ofSeconds(5);
  private static final Duration MIN_PAUSE = Duration.ofMillis(200);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(5);

  private final DaemonConfig.RemoteAgent config;
  private final String name;
  private final List<ServerAddress> servers;
  private final Path work;
  private final Consumer<String> waiting;

  /// @param waiting called once with the reason the scheduler cannot be reached
  AgentEnrollment(DaemonConfig.RemoteAgent config, String name, List<ServerAddress> servers, Path work,
      Consumer<String> waiting) {
    this.config = config;
    this.name = name;
    this.servers = List.copyOf(servers);
    this.work = work;
    this.waiting = waiting;
  }

  /// The dialers of the schedulers. Blocks until a new agent has joined.
  ///
  /// @param timeout how long to try to join; null: no limit
  SchedulerDialers dialers(@Nullable Duration timeout) throws IOException, InterruptedException {
    JoinToken token = token();
    if (config.certificate() != null) {
      return checked(dialers(token == null ? null : token.fingerprint(), null));
    }
    Credential credential = credential(token);
    SchedulerDialers dialers = checked(dialers(credential.fingerprint(), credential.secret()));
    if (!credential.joined()) {
      join(dialers, Objects.requireNonNull(token), credential, timeout);
      credential.known().write(work);
    }
    return dialers;
  }

  /// A scheduler that is named with a fingerprint has that certificate; all others have the one the agent was told to trust.
  private SchedulerDialers dialers(@Nullable String fingerprint, @Nullable String secret) {
    return address -> new CredentialDialer(new ServerAddress(address.host(), address.port()),
        tls(address.fingerprint().isEmpty() ? fingerprint : address.fingerprint()), secret);
  }

  /// Where the agent was told to ask.
  List<SchedulerAddress> seeds() {
    return servers.stream().map(each -> new SchedulerAddress("", each.host(), each.port(), "")).toList();
  }

  /// Checks files and addresses before anything is sent.
  private SchedulerDialers checked(SchedulerDialers dialers) {
    for (SchedulerAddress each : seeds()) {
      var _ = ((CredentialDialer) dialers.dialer(each)).tls().credentials(each.host());
    }
    return dialers;
  }

  private AgentTls tls(@Nullable String fingerprint) {
    return new AgentTls(config.authority() == null ? fingerprint : null, config.authority(), config.certificate(),
        config.key());
  }

  private Credential credential(@Nullable JoinToken token) throws IOException {
    Credential known = Credential.read(work);
    if (known != null && !known.agent().equals(name)) {
      throw new AgentRefusedException("Expected the work folder of agent '" + name + "', but " + work + " belongs to '"
          + known.agent() + "'; name another folder with --work, or use that name");
    }
    if (known != null && known.joined() && (token == null || token.fingerprint() == null)) {
      return known;
    }
    if (token == null) {
      throw new AgentRefusedException("Expected a join token with --token-file at the first start of agent '" + name
          + "', but found none; create one with `tidemill token create` where the server runs");
    }
    // A new token replaces the pinned certificate, also for an agent that has joined before.
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
            "Expected a join token in " + file + ", but there is no such file; create one with"
                + " `tidemill token create > " + file.getFileName() + "` where the server runs");
      }
      return null;
    }
    JoinToken token = JoinToken.parse(Files.readString(file));
    if (token == null) {
      throw new AgentRefusedException("Expected a join token (tidemill-join.…) in " + file
          + ", but found something else; create one with `tidemill token create` where the server runs");
    }
    return token;
  }

  /// Asks one scheduler after the other.
  private void join(SchedulerDialers dialers, JoinToken token, Credential credential, @Nullable Duration timeout)
      throws InterruptedException {
    long started = System.nanoTime();
    Duration pause = MIN_PAUSE;
    boolean reported = false;
    for (int tries = 0;; tries++) {
      ServerAddress server = servers.get(tries % servers.size());
      try {
        Joining.join(dialers.dialer(seeds().get(tries % servers.size())), token.secret(), name, credential.secret(),
            ATTEMPT);
        return;
      } catch (JoinRefusedException e) {
        throw new AgentRefusedException(e.getMessage());
      } catch (IOException e) {
        refuseForeign(e);
        if (timeout != null && System.nanoTime() - started > timeout.toNanos()) {
          throw new SchedulerUnreachableException("Expected the scheduler at " + server + " to answer within "
              + timeout.toSeconds() + " s, but: " + e.getMessage());
        }
        if (!reported) {
          waiting.accept(e.getMessage() == null ? e.toString() : e.getMessage());
          reported = true;
        }
      }
      Thread.sleep(pause);
      pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause.multipliedBy(2);
    }
  }

  /// Refuses an unexpected certificate: retrying does not help.
  private static void refuseForeign(IOException e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof CertificateException) {
        throw new AgentRefusedException(each.getMessage());
      }
    }
  }
}
