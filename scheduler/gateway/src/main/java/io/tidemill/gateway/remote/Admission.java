package io.tidemill.gateway.remote;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/// Who may connect as which agent. Called for each call of an agent, by any thread; [#agent] is answered from memory, [#join]
/// may ask the database.
public interface Admission {
  /// Uses up a join token and makes a credential for an agent.
  ///
  /// @param joinToken what the agent was given
  /// @param agentName name the agent asks for
  /// @return null if the token is unknown, used up, over, or not good for that name
  @Nullable Issued join(String joinToken, String agentName);

  /// Name of the agent that a credential belongs to, null if it is unknown or was revoked.
  @Nullable String agent(String credential);

  /// Name of the agent that a client certificate belongs to, null if it may not connect. That the certificate is signed by the
  /// expected authority has been checked.
  @Nullable String agent(X509Certificate certificate);

  /// A credential that was made.
  ///
  /// @param agent name of the agent, which its hello must give
  /// @param credential secret that the agent keeps
  record Issued(String agent, String credential) {
    /// Without the secret.
    @Override public String toString() {
      return "Issued[agent=" + agent + "]";
    }
  }
}
