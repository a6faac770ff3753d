package io.tidemill.agent.bundle;

/// One thing that is wrong with a bundle.
///
/// @param file name of the source file, empty where the problem has no place
/// @param line line from 1, 0 where the problem has no place
/// @param column column from 1 in characters, 0 where the problem has no place
/// @param message what is wrong
/// @param sourceLine the line as it is written, empty where the problem has no place
public record BundleProblem(String file, long line, long column, String message, String sourceLine) {
  /// A problem without a place.
  static BundleProblem of(String message) {
    return new BundleProblem("", 0, 0, message, "");
  }

  /// The problem as text: place and message, then the source line with a caret below the column.
  public String text() {
    if (file.isEmpty()) {
      return message;
    }
    String head = file + ":" + line + ":" + column + ": " + message;
    return sourceLine.isEmpty() ? head : head + "\n" + sourceLine + "\n" + indent() + "^";
  }

  /// As wide as what stands before the column; tabs stay tabs, so that the caret meets its character.
  private String indent() {
    StringBuilder indent = new StringBuilder();
    for (int i = 0; i < column - 1 && i < sourceLine.length(); i++) {
      indent.append(sourceLine.charAt(i) == '\t' ? '\t' : ' ');
    }
    return indent.toString();
  }
}
