package io.tidemill.console.rest;

import javax.net.ssl.X509ExtendedKeyManager;

/// Where the API is served over TLS, for callers on other machines.
///
/// @param host address to listen at
/// @param port port, 0 for any free one
/// @param identity certificate and private key of the server
public record SecureAddress(String host, int port, X509ExtendedKeyManager identity) {}
