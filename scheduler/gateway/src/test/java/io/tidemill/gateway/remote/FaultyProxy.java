package io.tidemill.gateway.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A TCP proxy that does to connections what networks do: cuts them, refuses them, and lets what is sent wait.
final class FaultyProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean down;
  private boolean frozen;

  FaultyProxy(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Ends all connections. New ones come through.
  void cut() {
    sockets.forEach(FaultyProxy::close);
  }

  /// Ends all connections, and lets none through until [#up].
  void down() {
    down = true;
    cut();
  }

  void up() {
    down = false;
  }

  /// Lets nothing through, in no direction, and tells nobody.
  synchronized void freeze() {
    frozen = true;
  }

  synchronized void thaw() {
    frozen = false;
    notifyAll();
  }

  private synchronized void awaitThaw() throws InterruptedException {
    while (frozen) {
      wait();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket from = listener.accept();
        if (down) {
          close(from);
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
      Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(to);
      Thread.ofVirtual().start(() -> copy(to, from));
      copy(from, to);
    } catch (IOException _) {
      close(from);
    }
  }

  private void copy(Socket from, Socket to) {
    try (from; to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16 << 10];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitThaw();
        out.write(buffer, 0, read);
      }
    } catch (IOException | InterruptedException _) {
      // Cut.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
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
