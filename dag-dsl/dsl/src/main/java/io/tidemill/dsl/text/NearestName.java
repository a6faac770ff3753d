package io.tidemill.dsl.text;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The name that somebody may have meant: the one guess of the language, the command line, the API and the settings.
public final class NearestName {
  private static final int LONGEST = 200;

  private NearestName() {}

  /// The name that needs the fewest typing mistakes to become the given one, the first of several in their order as text; null if
  /// none is near.
  public static @Nullable String of(String given, Collection<String> names) {
    if (given.length() > LONGEST) {
      return null;
    }
    String wanted = given.toLowerCase(Locale.ROOT);
    String best = null;
    int fewest = Math.max(1, wanted.length() / 3) + 1;
    for (String name : names) {
      int mistakes = mistakes(wanted, name.toLowerCase(Locale.ROOT), fewest + 1);
      if (mistakes < fewest || (mistakes == fewest && best != null && name.compareTo(best) < 0)) {
        fewest = mistakes;
        best = name;
      }
    }
    return best;
  }

  /// `did you mean 'x'?`, or an empty text where no name is near.
  public static String hint(String given, Collection<String> names) {
    String nearest = of(given, names);
    return nearest == null ? "" : "did you mean '" + nearest + "'?";
  }

  /// Letters to insert, delete, replace or swap with a neighbour.
  private static int mistakes(String a, String b, int enough) {
    if (Math.abs(a.length() - b.length()) >= enough) {
      return enough;
    }
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
