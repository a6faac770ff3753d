package io.tidemill.agent.bundle;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;

/// The process in which a DAG is built.
///
/// @param zone its default time zone
/// @param locale its default locale
/// @param heapMegabytes most memory for objects, in MiB
/// @param timeout longest time from start to end
/// @param answerBytes most bytes of all graphs as JSON
public record Surroundings(ZoneId zone, Locale locale, int heapMegabytes, Duration timeout, int answerBytes) {
  private static final int HEAP = 256;
  private static final int ANSWER_BYTES = 64 << 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /// Zone UTC, no language, 256 MiB, 30 s, 64 MiB of JSON.
  public static Surroundings plain() {
    return new Surroundings(ZoneId.of("UTC"), Locale.ROOT, HEAP, TIMEOUT, ANSWER_BYTES);
  }

  /// As unlike [#plain] as a place on earth can be: a zone 45 minutes off the hour and beyond the date line, a language with
  /// letter cases, digits and a calendar of its own. The same limits.
  public static Surroundings strange() {
    return new Surroundings(ZoneId.of("Pacific/Chatham"), Locale.forLanguageTag("tr-TR-u-nu-arab"), HEAP, TIMEOUT,
        ANSWER_BYTES);
  }

  /// The same with other limits.
  public Surroundings within(int megabytes, Duration longest) {
    return new Surroundings(zone, locale, megabytes, longest, answerBytes);
  }

  /// The same with another limit of the answer.
  public Surroundings answering(int mostBytes) {
    return new Surroundings(zone, locale, heapMegabytes, timeout, mostBytes);
  }
}
