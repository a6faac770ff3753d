package io.tidemill.daemon.boot;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/// Logging of the command line until it knows its data directory: warnings as single lines on standard error. Configured
/// in Java, because reading a file takes longer than many verbs.
public final class QuietLogging extends ContextAwareBase implements Configurator {
  @Override public ExecutionStatus configure(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%-5level %logger{0}: %msg%nopex%n");
    encoder.start();
    ThresholdFilter warnings = new ThresholdFilter();
    warnings.setContext(context);
    warnings.setLevel(Level.WARN.levelStr);
    warnings.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName("stderr");
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.addFilter(warnings);
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console);
    // Lower levels print the headers of each call, including the credentials of agents.
    context.getLogger("io.grpc").setLevel(Level.INFO);
    // It tells at each start how it was put together.
    context.getLogger("org.quartz").setLevel(Level.WARN);
    // It warns when grids of servers that started together merge. Without it servers look at the database a second later.
    context.getLogger("com.hazelcast").setLevel(Level.ERROR);
    // It logs a port in use, which the caller reports anyway.
    context.getLogger("io.javalin.Javalin").setLevel(Level.OFF);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
