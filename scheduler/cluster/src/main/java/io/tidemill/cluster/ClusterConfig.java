package io.tidemill.cluster;

import javax.net.ssl.SSLContext;

/// How a scheduler meets the others of its database.
///
/// @param host address to listen at for other schedulers
/// @param peerPort port for their calls, 0 for any free one
/// @param gridPort port for their Hazelcast members, 0 for any free one
/// @param tls shows this scheduler's certificate, and trusts those of the others
/// @param fingerprint of this scheduler's certificate
public record ClusterConfig(String host, int peerPort, int gridPort, SSLContext tls, String fingerprint) {}
