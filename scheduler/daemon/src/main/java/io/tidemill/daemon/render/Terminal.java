package io.tidemill.daemon.render;

import io.tidemill.console.view.ViewJson;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Where a verb writes to.
///
/// @param out answers
/// @param err what is not an answer
/// @param live whether `out` is a terminal that a tree can be redrawn on
/// @param colour whether it may be coloured
/// @param columns width in characters
public record Terminal(PrintWriter out, PrintWriter err, boolean live, boolean colour, int columns) {
  private static final int USUAL_COLUMNS = 100;
  private static final int LEAST_COLUMNS = 40;

  /// The terminal of this process. The launcher says whether it is one, and how wide.
  public static Terminal ofProcess(Map<String, String> environment) {
    boolean live = Boolean.getBoolean("tidemill.terminal") && !"dumb".equals(environment.get("TERM"));
    boolean colour = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
    int columns = Math.max(LEAST_COLUMNS, Integer.getInteger("tidemill.columns", USUAL_COLUMNS));
    return new Terminal(writer(System.out), writer(System.err), live, colour, columns);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /// Writes a line of the answer.
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /// Writes a line beside the answer.
  public void note(String text) {
    out.flush();
    err.println(text);
    err.flush();
  }

  /// Writes the answer as JSON.
  public void json(Object value) {
    line(ViewJson.STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(value));
  }

  /// A text in a colour, where there are colours.
  public String paint(Paint paint, String text) {
    return colour ? paint.code() + text + Paint.END : text;
  }
}
