package io.tidemill.agent.log;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Standard output or error of the process, sorted by attempt: what a body or a thread it has started prints goes to its
/// attempt's log. A thread that no body has started, one of the JVM's common pool for example, prints to the log of the attempt that
/// runs the code it stands in; where that are two to four attempts of one bundle, to each of them. Everything else goes to
/// standard error: standard output is for answers.
///
/// Every method is passed on, because the locks of a PrintStream must be those of one attempt: a body that waits for its log
/// to be shipped would else stop every thread that prints.
@SuppressWarnings("AnnotateFormatMethod") // its annotation is not on the class path
public final class CapturedOutput extends PrintStream {
  /// Inherited, so that threads a body starts print to the body's log.
  private static final InheritableThreadLocal<@Nullable LogProducer> CURRENT = new InheritableThreadLocal<>();
  private static final RunningCode RUNNING = new RunningCode();
  /// Logs that get a line which may be of any of them.
  private static final int MOST_LOGS = 4;

  private final PrintStream fallback;
  private final boolean error;

  private CapturedOutput(PrintStream fallback, boolean error) {
    super(fallback, false, StandardCharsets.UTF_8);
    this.fallback = fallback;
    this.error = error;
  }

  /// Takes over standard output and error of this process, once.
  public static synchronized void install() {
    if (!(System.out instanceof CapturedOutput)) {
      PrintStream unclaimed = System.err instanceof CapturedOutput captured ? captured.fallback : System.err;
      System.setOut(new CapturedOutput(unclaimed, false));
    }
    if (!(System.err instanceof CapturedOutput)) {
      System.setErr(new CapturedOutput(System.err, true));
    }
  }

  /// From now on the calling thread prints to the log of the source.
  ///
  /// @param code loader of the classes it runs
  public static void enter(LogProducer source, ClassLoader code) {
    CURRENT.set(source);
    RUNNING.add(source, code);
  }

  /// From now on the calling thread prints where it did before any source was entered.
  ///
  /// @param code loader of the classes it ran
  public static void leave(LogProducer source, ClassLoader code) {
    RUNNING.remove(source, code);
    CURRENT.remove();
  }

  private PrintStream target() {
    LogProducer source = CURRENT.get();
    AttemptLog log = source == null ? null : source.openLog();
    return log == null ? ofCode() : stream(log);
  }

  private PrintStream stream(AttemptLog log) {
    return error ? log.err() : log.out();
  }

  private PrintStream ofCode() {
    List<PrintStream> streams = RUNNING.ofCaller()
        .stream()
        .map(LogProducer::openLog)
        .filter(Objects::nonNull)
        .map(this::stream)
        .toList();
    if (streams.isEmpty() || streams.size() > MOST_LOGS) {
      return fallback;
    }
    return streams.size() == 1
        ? streams.getFirst()
        : new PrintStream(new ToEach(streams), true, StandardCharsets.UTF_8);
  }

  /// Writes to several streams.
  private static final class ToEach extends OutputStream {
    private final List<PrintStream> streams;

    ToEach(List<PrintStream> streams) {
      this.streams = streams;
    }

    @Override public void write(int b) {
      streams.forEach(each -> each.write(b));
    }

    @Override public void write(byte[] bytes, int offset, int length) {
      streams.forEach(each -> each.write(bytes, offset, length));
    }
  }

  @Override public void flush() {
    // The logs flush by themselves, and a body's flush is none of the other attempts' business.
    if (CURRENT.get() == null) {
      fallback.flush();
    }
  }

  /// Does nothing: whoever closes standard output closes it for the whole process.
  @Override public void close() {
    flush();
  }

  @Override public boolean checkError() {
    return false;
  }

  @Override public void write(int b) {
    target().write(b);
  }

  @Override public void write(byte[] bytes, int offset, int length) {
    target().write(bytes, offset, length);
  }

  @Override public void write(byte[] bytes) {
    target().write(bytes, 0, bytes.length);
  }

  @Override public void writeBytes(byte[] bytes) {
    target().write(bytes, 0, bytes.length);
  }

  @Override public void println() {
    target().println();
  }

  @Override public PrintStream format(String format, @Nullable Object... arguments) {
    target().format(format, arguments);
    return this;
  }

  @Override public PrintStream format(@Nullable Locale locale, String format, @Nullable Object... arguments) {
    target().format(locale, format, arguments);
    return this;
  }

  @Override public void print(boolean value) {
    target().print(value);
  }

  @Override public void print(char value) {
    target().print(value);
  }

  @Override public void print(int value) {
    target().print(value);
  }

  @Override public void print(long value) {
    target().print(value);
  }

  @Override public void print(float value) {
    target().print(value);
  }

  @Override public void print(double value) {
    target().print(value);
  }

  @Override public void print(char[] value) {
    target().print(value);
  }

  @Override public void print(@Nullable String value) {
    target().print(value);
  }

  @Override public void print(@Nullable Object value) {
    target().print(value);
  }

  @Override public void println(boolean value) {
    target().println(value);
  }

  @Override public void println(char value) {
    target().println(value);
  }

  @Override public void println(int value) {
    target().println(value);
  }

  @Override public void println(long value) {
    target().println(value);
  }

  @Override public void println(float value) {
    target().println(value);
  }

  @Override public void println(double value) {
    target().println(value);
  }

  @Override public void println(char[] value) {
    target().println(value);
  }

  @Override public void println(@Nullable String value) {
    target().println(value);
  }

  @Override public void println(@Nullable Object value) {
    target().println(value);
  }
}
