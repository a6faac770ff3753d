package io.tidemill.benchmarks;

import io.tidemill.gateway.remote.AgentAuthenticator;
import java.security.cert.X509Certificate;

/// Lets everybody in who says a name: what it costs to check a credential is no part of a measurement.
final class PermitAll implements AgentAuthenticator {
  @Override public Joined join(String joinToken, String agentName, String credential) {
    return new Issued(agentName, credential);
  }

  @Override public String agent(String credential) {
    return credential;
  }

  @Override public String agent(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }
}
