package io.tidemill.daemon.boot;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The process that holds a data directory, as recorded in its lock file.
///
/// @param pid its process id
/// @param verb the verb it runs
record LockHolder(long pid, String verb) {
  private static final Pattern TEXT = Pattern.compile("process (\\d{1,18}) \\(tidemill ([a-z-]+)\\)");
  private static final Set<String> SERVING = Set.of("dev", "server", "run", "rerun");

  static Optional<LockHolder> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(new LockHolder(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  String text() {
    return "process " + pid + " (tidemill " + verb + ")";
  }

  /// Whether it is a running process that serves the API, or is starting to.
  boolean serves() {
    return SERVING.contains(verb) && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
