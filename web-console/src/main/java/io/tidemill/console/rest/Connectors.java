package io.tidemill.console.rest;

import io.javalin.config.JettyConfig;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// Where the server listens: in plain text on this machine, and over TLS for others.
final class Connectors {
  private Connectors() {}

  static void plain(JettyConfig jetty, String host, int port) {
    jetty.addConnector((server, http) -> at(new ServerConnector(server, new HttpConnectionFactory(http)), host, port));
  }

  static void secure(JettyConfig jetty, SecureAddress address) {
    jetty.addConnector((server, http) -> at(encrypted(server, http, context(address)), address.host(), address.port()));
  }

  private static ServerConnector at(ServerConnector connector, String host, int port) {
    connector.setHost(host);
    connector.setPort(port);
    return connector;
  }

  private static ServerConnector encrypted(Server server, HttpConfiguration http, SslContextFactory.Server context) {
    HttpConfiguration secure = new HttpConfiguration(http);
    // Callers that name the server by its address do not say which host they mean.
    secure.addCustomizer(new SecureRequestCustomizer(false));
    return new ServerConnector(server, new SslConnectionFactory(context, "http/1.1"),
        new HttpConnectionFactory(secure));
  }

  private static SslContextFactory.Server context(SecureAddress address) {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(new KeyManager[]{address.identity()}, null, null);
      SslContextFactory.Server context = new SslContextFactory.Server();
      context.setSslContext(tls);
      context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected this Java to speak TLS", e);
    }
  }
}
