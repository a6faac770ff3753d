package io.tidemill.gateway.remote;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.tidemill.protocol.remote.AgentMethods;
import io.tidemill.runtime.RepeatedWarning;
import io.tidemill.runtime.port.StoreException;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Authenticates calls of agents by credential or certificate; only joining is possible without.
record CallAuthenticator(AgentAuthenticator admission, RepeatedWarning refusals) implements ServerInterceptor {
  /// Name of the agent that calls.
  static final Context.Key<String> AGENT = Context.key("agent");
  /// Its network address, for people.
  static final Context.Key<String> ADDRESS = Context.key("address");

  private static final Logger LOG = LoggerFactory.getLogger(CallAuthenticator.class);
  private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization",
      Metadata.ASCII_STRING_MARSHALLER);
  private static final String BEARER = "Bearer ";

  CallAuthenticator(AgentAuthenticator admission) {
    this(admission, new RepeatedWarning(LOG));
  }

  @Override public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
      ServerCallHandler<Q, A> next) {
    SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    String address = remote == null ? "an unknown address" : remote.toString().replaceFirst("^.*/", "");
    if (call.getMethodDescriptor().getFullMethodName().equals(AgentMethods.JOIN.getFullMethodName())) {
      return next.startCall(call, headers);
    }
    String agent;
    try {
      agent = agent(call, headers);
    } catch (StoreException e) {
      call.close(Status.UNAVAILABLE
          .withDescription("The database of the scheduler does not answer; try again later"), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    if (agent == null) {
      refusals.tell("A caller at " + address + " was refused: neither its credential nor its certificate is known");
      call.close(
          Status.UNAUTHENTICATED.withDescription("Expected the credential or the certificate of an agent, but found"
              + " no valid one; join again with a new token, or present a certificate of the authority that the"
              + " server was given with --client-ca"),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
    return Contexts.interceptCall(Context.current().withValues(AGENT, agent, ADDRESS, address), call, headers, next);
  }

  private @Nullable String agent(ServerCall<?, ?> call, Metadata headers) {
    String authorization = headers.get(AUTHORIZATION);
    if (authorization != null) {
      return authorization.startsWith(BEARER) ? admission.agent(authorization.substring(BEARER.length())) : null;
    }
    SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      return null;
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate certificate ? admission.agent(certificate) : null;
    } catch (SSLPeerUnverifiedException _) {
      return null;
    }
  }
}
