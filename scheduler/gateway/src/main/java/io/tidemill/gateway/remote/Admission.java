package io.tidemill.gateway.remote;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/// Who may connect as which agent. Called for each call of an agent, by any thread; [#agent] is answered from memory, [#join]
/// may ask the database.
public interface Admission {
  /// Uses up a join token and makes an agent known by its credential. The same agent may repeat it with the same token and
  /// credential.
  ///
  /// @param joinToken what the agent was given
  /// @param agentName name the agent asks for
  /// @param credential secret that the agent has made
  Joined join(String joinToken, String agentName, String credential);

  /// Name of the agent that a credential belongs to, null if it is unknown or was revoked.
  @Nullable String agent(String credential);

  /// Name of the agent that a client certificate belongs to, null if it may not connect. That the certificate is signed by the
  /// expected authority has been checked.
  @Nullable String agent(X509Certificate certificate);

  /// What became of an attempt to join.
  sealed interface Joined permits Issued, Refused {}

  /// Nothing was changed.
  ///
  /// @param reason expectation, finding and remedy
  /// @param later whether the same may succeed later
  record Refused(String reason, boolean later) implements Joined {}

  /// The agent is known by its credential.
  ///
  /// @param agent name of the agent, which its hello must give
  /// @param credential secret that the agent keeps
  record Issued(String agent, String credential) implements Joined {
    /// Without the secret.
    @Override public String toString() {
      return "Issued[agent=" + agent + "]";
    }
  }
}
