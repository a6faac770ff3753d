package io.tidemill.daemon.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The wire between an agent and a server: a TCP proxy that can be cut. While it is cut nothing comes through in either
/// direction and nobody is told, as when packets get lost; what was on its way comes late.
final class Wire implements AutoCloseable {
  private static final int BACKLOG = 50;

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private boolean cut;

  /// @param target port on this machine that it leads to
  Wire(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /// The port it listens at.
  int port() {
    return listener.getLocalPort();
  }

  /// Lets nothing through.
  synchronized void cut() {
    cut = true;
  }

  /// Lets through what waited, and what comes.
  synchronized void mend() {
    cut = false;
    notifyAll();
  }

  private synchronized void awaitMended() throws InterruptedException {
    while (cut) {
      wait();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket from = listener.accept();
        sockets.add(from);
        Thread.ofVirtual().start(() -> connect(from));
      }
    } catch (IOException _) {
      // It is closed.
    }
  }

  private void connect(Socket from) {
    try {
      awaitMended();
      Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(to);
      Thread.ofVirtual().start(() -> copy(to, from));
      copy(from, to);
    } catch (IOException | InterruptedException _) {
      close(from);
    }
  }

  private void copy(Socket from, Socket to) {
    try (from; to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16 << 10];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitMended();
        out.write(buffer, 0, read);
      }
    } catch (IOException | InterruptedException _) {
      // One end has gone.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is closed.
    }
  }

  @Override public void close() throws IOException {
    listener.close();
    mend();
    sockets.forEach(Wire::close);
  }
}
