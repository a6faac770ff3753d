package io.tidemill.api.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineScannerTest {
  private final List<String> found = new ArrayList<>();

  private boolean note(long line, String text, int at) {
    found.add(line + ": " + text + " @" + at);
    return true;
  }

  @Test void a_line_is_found_with_its_number_whatever_the_case_and_once_however_often_it_has_the_word() {
    LineScanner scanner = new LineScanner("Error");

    scanner.piece("start\nan ERROR, an error\n\nnothing\nerror at last", this::note);
    scanner.end(this::note);

    assertThat(found).containsExactly("2: an ERROR, an error @3", "5: error at last @0");
  }

  @Test void a_line_that_comes_in_pieces_is_one_line() {
    LineScanner scanner = new LineScanner("needle");

    scanner.piece("hay\nsome nee", this::note);
    scanner.piece("d", this::note);
    scanner.piece("le here\nhay\n", this::note);
    scanner.end(this::note);

    assertThat(found).containsExactly("2: some needle here @5");
  }

  @Test void a_letter_that_grows_in_lower_case_moves_no_place() {
    LineScanner scanner = new LineScanner("x");

    scanner.piece("\u0130\u0130X\n", this::note);

    assertThat(found).containsExactly("1: \u0130\u0130X @2");
  }

  @Test void any_text_in_any_pieces_gives_the_lines_that_a_search_line_by_line_gives() {
    Random random = new Random(42);
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(200); i > 0; i--) {
        text.append("aAbB\n".charAt(random.nextInt(5)));
      }
      String word = "ab".repeat(1 + random.nextInt(2)).substring(random.nextInt(2));
      found.clear();
      LineScanner scanner = new LineScanner(word);
      for (int from = 0; from < text.length();) {
        int to = Math.min(text.length(), from + random.nextInt(20));
        scanner.piece(text.substring(from, to), this::note);
        from = to;
      }
      scanner.end(this::note);

      List<String> expected = new ArrayList<>();
      String[] lines = text.toString().split("\n", -1);
      for (int i = 0; i < lines.length; i++) {
        int at = lines[i].toLowerCase(Locale.ROOT).indexOf(word);
        if (at >= 0) {
          expected.add(i + 1 + ": " + lines[i] + " @" + at);
        }
      }
      assertThat(found).as("'%s' in '%s'", word, text).isEqualTo(expected);
    }
  }
}
