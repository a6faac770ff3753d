package io.tidemill.daemon.render;

import io.tidemill.api.ViewJson;
import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The terminal of a verb.
///
/// @param out answers
/// @param err everything else
/// @param live whether `out` is a terminal that can be redrawn
/// @param colour whether it may be coloured
/// @param columns width in characters
/// @param rows height in lines
public record Terminal(PrintWriter out, PrintWriter err, boolean live, boolean colour, int columns, int rows) {
  private static final int DEFAULT_COLUMNS = 100;
  private static final int MIN_COLUMNS = 40;
  private static final int DEFAULT_ROWS = 24;
  private static final int MIN_ROWS = 5;

  /// The terminal of this process. The launcher passes whether it is one, and its size.
  public static Terminal ofProcess(Map<String, String> environment) {
    boolean live = Boolean.getBoolean("tidemill.terminal") && !"dumb".equals(environment.get("TERM"));
    boolean colour = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
    int columns = size("tidemill.columns", DEFAULT_COLUMNS, MIN_COLUMNS);
    int rows = size("tidemill.rows", DEFAULT_ROWS, MIN_ROWS);
    return new Terminal(new AnswerWriter(answers()),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8), live, colour, columns, rows);
  }

  /// Where answers go. The launcher may pass another file for them than standard output, which then is the same as standard error: processes
  /// that bodies start print there, and must not print into an answer.
  private static FileOutputStream answers() {
    String file = System.getProperty("tidemill.answers", "");
    if (!file.isEmpty()) {
      try {
        return new FileOutputStream(file, true);
      } catch (FileNotFoundException e) {
        System.err.println("✗ Expected to write answers to " + file + ", but: " + e.getMessage());
      }
    }
    return new FileOutputStream(FileDescriptor.out);
  }

  /// A system property; 0 if the terminal does not know its size.
  private static int size(String property, int byDefault, int min) {
    int value = Integer.getInteger(property, 0);
    return value == 0 ? byDefault : Math.max(min, value);
  }

  /// Why something of the answer was not written: empty where its reader has enough, as `head` has; null where all was written.
  public @Nullable String lost() {
    if (out instanceof AnswerWriter answer) {
      return answer.failure();
    }
    return out.checkError() ? "unknown error" : null;
  }

  /// The same without colours and redrawing.
  public Terminal plain() {
    return new Terminal(out, err, false, false, columns, rows);
  }

  /// Writes a line of the answer.
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /// Writes a line to standard error.
  public void note(String text) {
    out.flush();
    err.println(text);
    err.flush();
  }

  /// Writes the answer as JSON.
  public void json(Object value) {
    line(ViewJson.STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(value));
  }

  /// A part of the answer as JSON on one line.
  public String compactJson(Object value) {
    return ViewJson.STRICT.writeValueAsString(value);
  }

  /// A text in a colour, where there are colours.
  public String paint(Style style, String text) {
    return colour ? style.code() + text + Style.END : text;
  }
}
