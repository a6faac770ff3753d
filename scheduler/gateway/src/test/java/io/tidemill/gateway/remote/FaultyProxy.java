package io.tidemill.gateway.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The wire between an agent and a scheduler: a TCP proxy that does to connections what networks do. It cuts them, refuses them,
/// and stops reading, in both directions or in one, so that what is sent waits and nobody is told. Safe for use by several
/// threads.
public final class FaultyProxy implements AutoCloseable {
  private static final int BACKLOG = 50;

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Way> frozen = EnumSet.noneOf(Way.class);
  private volatile boolean down;

  /// A direction.
  public enum Way {
    /// What the scheduler sends.
    TO_AGENT,
    /// What the agent sends.
    TO_SCHEDULER
  }

  /// @param target port on this machine that it leads to
  public FaultyProxy(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /// The port it listens at.
  public int port() {
    return listener.getLocalPort();
  }

  /// Ends all connections. New ones come through.
  public void cut() {
    sockets.forEach(FaultyProxy::reset);
  }

  /// Ends all connections, and lets none through until [#up].
  public void down() {
    down = true;
    cut();
  }

  /// Lets new connections through.
  public void up() {
    down = false;
  }

  /// Lets nothing through in either direction, as when packets get lost; what is sent meanwhile comes late.
  public void freeze() {
    freeze(Way.TO_AGENT);
    freeze(Way.TO_SCHEDULER);
  }

  /// Lets nothing through in that direction: whoever is there does not read.
  public synchronized void freeze(Way way) {
    frozen.add(way);
  }

  /// Lets through what waited, and what comes.
  public synchronized void thaw() {
    frozen.clear();
    notifyAll();
  }

  private synchronized void awaitThaw(Way way) throws InterruptedException {
    while (frozen.contains(way)) {
      wait();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket from = listener.accept();
        if (down) {
          reset(from);
          continue;
        }
        sockets.add(from);
        Thread.ofVirtual().start(() -> connect(from));
      }
    } catch (IOException _) {
      // The proxy is closed.
    }
  }

  private void connect(Socket from) {
    try {
      awaitThaw(Way.TO_SCHEDULER);
      Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(to);
      Thread.ofVirtual().start(() -> copy(to, from, Way.TO_AGENT));
      copy(from, to, Way.TO_SCHEDULER);
    } catch (IOException | InterruptedException _) {
      reset(from);
    }
  }

  private void copy(Socket from, Socket to, Way way) {
    try (from; to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16 << 10];
      awaitThaw(way);
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitThaw(way);
        out.write(buffer, 0, read);
        awaitThaw(way);
      }
    } catch (IOException | InterruptedException _) {
      // Cut.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException _) {
      // It is closed.
    }
    try {
      socket.close();
    } catch (IOException _) {
      // It is closed.
    }
  }

  @Override public void close() throws IOException {
    listener.close();
    cut();
    thaw();
  }
}
