package io.tidemill.engine.state;

import java.util.ArrayDeque;
import java.util.List;

/// Pauses of one kind: whether one lasts, and the last ones that ended. Appliers change it.
public final class PauseHistory {
  /// Most pauses that are remembered once they ended. What was due in an earlier one and is not decided counts as due in downtime.
  public static final int REMEMBERED = 8;

  private final ArrayDeque<Span> ended = new ArrayDeque<>();
  private final ArrayDeque<String> commands = new ArrayDeque<>();
  private long since;
  private String by = "";

  /// A pause or a maintenance. Times are milliseconds since 1970.
  ///
  /// @param from when it began, not part of it
  /// @param until when it ended, part of it
  /// @param maintenance whether it was a maintenance, after which slots are caught up as after downtime
  public record Span(long from, long until, boolean maintenance) {
    /// A pause.
    public Span(long from, long until) {
      this(from, until, false);
    }

    /// Whether a slot of that time was due in it.
    public boolean contains(long time) {
      return time > from && time <= until;
    }
  }

  /// When the pause began that lasts, in milliseconds since 1970, 0 for none.
  public long since() {
    return since;
  }

  /// Who asked for the pause that lasts, empty where there is none or nobody is known.
  public String by() {
    return by;
  }

  /// Pauses that ended, oldest first.
  public List<Span> ended() {
    return List.copyOf(ended);
  }

  /// Whether a command began or ended a pause lately.
  ///
  /// @param command its id, empty for none
  public boolean applied(String command) {
    return commands.contains(command);
  }

  /// Ids of the commands that began or ended pauses lately, oldest first.
  public List<String> commands() {
    return List.copyOf(commands);
  }

  /// Notes that a command began or ended a pause.
  ///
  /// @param command its id, empty where it is not known
  public void apply(String command) {
    if (!command.isEmpty()) {
      commands.add(command);
    }
    if (commands.size() > 2 * REMEMBERED) {
      commands.remove();
    }
  }

  /// When the last pause ended, in milliseconds since 1970, 0 where none has.
  public long endedAt() {
    Span last = ended.peekLast();
    return last == null ? 0 : last.until();
  }

  /// Notes that a pause began.
  ///
  /// @param author who asked
  public void begin(long at, String author) {
    since = at;
    by = author;
  }

  /// Notes that the pause ended that lasted.
  public void end(long at) {
    add(new Span(since, at));
    begin(0, "");
  }

  /// Adds a pause that ended.
  public void add(Span span) {
    ended.add(span);
    if (ended.size() > REMEMBERED) {
      ended.remove();
    }
  }
}
