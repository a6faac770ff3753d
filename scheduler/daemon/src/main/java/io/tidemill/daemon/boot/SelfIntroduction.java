package io.tidemill.daemon.boot;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Member;
import io.tidemill.runtime.port.Member.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// How this process shows itself to the other schedulers of its database.
final class SelfIntroduction {
  private static final int IDENTITY_BYTES = 8;

  private SelfIntroduction() {}

  /// Introduces a process that listens to nobody yet.
  ///
  /// @param exclusive whether no other scheduler may take partitions as long as it lives
  static Member of(SchedulerNode node, DataDirectory directory, boolean exclusive) {
    String host = host();
    return new Member(node.self().node(), host + ":" + directory.path().toAbsolutePath() + ":" + identity(directory),
        host, version(), exclusive, Listener.NONE, Listener.NONE, "", System.currentTimeMillis());
  }

  /// Name of the agent in the process of a server that shares its database.
  static String agent(DataDirectory directory) {
    return "server-" + identity(directory);
  }

  /// The same for each start in a directory, and another for each directory, wherever it is mounted.
  private static String identity(DataDirectory directory) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256")
              .digest(directory.token().getBytes(StandardCharsets.UTF_8)), 0, IDENTITY_BYTES);
    } catch (IOException e) {
      throw new DataDirectoryException("Expected to read the file token of " + directory.path() + ", but found " + e
          + "; change its permissions, or choose another directory with --data");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected SHA-256, which every Java platform has", e);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }

  private static String version() {
    String version = SelfIntroduction.class.getPackage().getImplementationVersion();
    return version == null ? "" : version;
  }

  /// Refuses to start a process that must have the database for itself where another scheduler lives.
  ///
  /// @throws RefusedException if one does
  static void refuseBesideOthers(SchedulerNode node, String verb) {
    List<Member> others = node.store()
        .ownership()
        .clusterState()
        .live()
        .stream()
        .filter(member -> !member.place().equals(node.self().place()))
        .toList();
    if (!others.isEmpty()) {
      Member other = others.getFirst();
      throw RefusedException.of(Kind.CONFLICT, "database-in-use", "database",
          "Expected no scheduler on this database, since `"
              + verb + "` runs tasks in its own process, but found " + other.node() + " on " + other.host()
              + "; ask that one: use its data directory with --data, or name it with --server");
    }
  }
}
