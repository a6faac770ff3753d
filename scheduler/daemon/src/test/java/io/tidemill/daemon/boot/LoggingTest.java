package io.tidemill.daemon.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LoggingTest {
  private static final String HEADERS = "io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler";

  @TempDir Path folder;

  @Test void headers_of_calls_with_the_credentials_of_agents_are_in_no_log() throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    new QuietLogging().configure(context);
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    try {
      LogFile.open(DataDirectory.at(folder), opened);
      root.setLevel(Level.TRACE);

      assertThat(context.getLogger(HEADERS).isDebugEnabled()).isFalse();
      assertThat(context.getLogger(HEADERS).isInfoEnabled()).isTrue();
      assertThat(context.getLogger("io.tidemill").isDebugEnabled()).isTrue();
    } finally {
      root.setLevel(before);
      for (AutoCloseable each : opened) {
        each.close();
      }
    }
  }
}
