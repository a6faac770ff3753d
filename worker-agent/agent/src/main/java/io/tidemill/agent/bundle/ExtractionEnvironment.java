package io.tidemill.agent.bundle;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The process in which a DAG is built.
///
/// @param zone its default time zone
/// @param locale its default locale
/// @param heapMegabytes most memory for objects, in MiB
/// @param timeout longest time from start to end
/// @param answerBytes most bytes of all graphs as JSON
/// @param variables its environment
/// @param orders orders of iteration under which all DAGs are built, one after another; empty: once, under the one Java draws
/// @param identity how Java draws identity hashes, as `-XX:hashCode` takes it; -1 for its default
public record ExtractionEnvironment(ZoneId zone, Locale locale, int heapMegabytes, Duration timeout, int answerBytes,
    Map<String, String> variables, List<IterationOrder> orders, int identity) {
  private static final int HEAP = 256;
  private static final int ANSWER_BYTES = 64 << 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /// Zone UTC, no language, 256 MiB, 30 s, 64 MiB of JSON.
  public static ExtractionEnvironment plain() {
    return new ExtractionEnvironment(ZoneId.of("UTC"), Locale.ROOT, HEAP, TIMEOUT, ANSWER_BYTES, Map.of(), List.of(),
        -1);
  }

  /// As unlike [#plain] as a place on earth can be: a zone 45 minutes off the hour and beyond the date line, a language with
  /// letter cases, digits and a calendar of its own, other identity hashes, every order of hash sets, and an environment. The same limits.
  ///
  /// @param variables the environment
  static ExtractionEnvironment strange(Map<String, String> variables) {
    return new ExtractionEnvironment(ZoneId.of("Pacific/Chatham"), Locale.forLanguageTag("tr-TR-u-nu-arab"), HEAP,
        TIMEOUT, ANSWER_BYTES, variables, IterationOrder.ALL, 3);
  }

  /// The same with other limits.
  public ExtractionEnvironment within(int megabytes, Duration longest) {
    return new ExtractionEnvironment(zone, locale, megabytes, longest, answerBytes, variables, orders, identity);
  }

  /// The same with another limit of the answer.
  public ExtractionEnvironment answering(int mostBytes) {
    return new ExtractionEnvironment(zone, locale, heapMegabytes, timeout, mostBytes, variables, orders, identity);
  }
}
