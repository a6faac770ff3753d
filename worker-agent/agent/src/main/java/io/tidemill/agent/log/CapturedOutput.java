package io.tidemill.agent.log;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Standard output or error of the process, sorted by attempt: what a body or a thread it has started prints goes to its
/// attempt's log, everything else where it went before.
///
/// Every method is passed on, because the locks of a PrintStream must be those of one attempt: a body that waits for its log
/// to be shipped would else stop every thread that prints.
@SuppressWarnings("AnnotateFormatMethod") // its annotation is not on the class path
public final class CapturedOutput extends PrintStream {
  /// Inherited, so that threads a body starts print to the body's log.
  private static final InheritableThreadLocal<@Nullable LogProducer> CURRENT = new InheritableThreadLocal<>();

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
      System.setOut(new CapturedOutput(System.out, false));
    }
    if (!(System.err instanceof CapturedOutput)) {
      System.setErr(new CapturedOutput(System.err, true));
    }
  }

  /// From now on the calling thread prints to the log of the source.
  public static void enter(LogProducer source) {
    CURRENT.set(source);
  }

  /// From now on the calling thread prints where it did before any source was entered.
  public static void leave() {
    CURRENT.remove();
  }

  private PrintStream target() {
    LogProducer source = CURRENT.get();
    AttemptLog log = source == null ? null : source.openLog();
    if (log == null) {
      return fallback;
    }
    return error ? log.err() : log.out();
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
