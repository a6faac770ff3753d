package io.tidemill.daemon.render;

import java.util.ArrayList;
import java.util.List;

/// A table of texts with aligned columns.
public final class Table {
  private static final int WIDEST_CELL = 80;

  private final List<List<String>> rows = new ArrayList<>();

  /// @param head names of the columns
  public Table(String... head) {
    rows.add(List.of(head));
  }

  /// Adds a row, with as many cells as there are columns.
  public void row(String... cells) {
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(Text.cut(Text.line(cell), WIDEST_CELL));
    }
    rows.add(row);
  }

  /// Writes to the terminal.
  public void print(Terminal terminal) {
    int[] width = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        width[i] = Math.max(width[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i)).append(" ".repeat(width[i] - row.get(i).length() + 2));
      }
      terminal.line(line.toString().stripTrailing());
    }
  }
}
