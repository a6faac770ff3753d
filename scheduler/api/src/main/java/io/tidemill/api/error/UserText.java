package io.tidemill.api.error;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.dsl.text.MessageText;
import io.tidemill.dsl.text.WellFormed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bounds of texts that come with requests, checked before anything is decided: what is accepted fits every table and index.
/// Names within a DAG have theirs in the language.
public enum UserText {
  /// Idempotency key of a run.
  KEY("key", 1, 500),
  /// Who asks.
  USER("by", 0, 200),
  /// Tag of DAGs; empty for none.
  TAG("tag", 0, 200),
  /// Why something is done.
  REASON("reason", 0, 2_000),
  /// What is said about an event.
  NOTE("note", 0, 1_000);

  private final String field;
  private final int least;
  private final int most;

  UserText(String field, int least, int most) {
    this.field = field;
    this.least = least;
    this.most = most;
  }

  /// The text, if it may be one: of whole characters, without control characters, and not too long. Null is no text.
  ///
  /// @throws RefusedException with what is expected and found
  public @Nullable String checked(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String expected = least + " to " + most + " characters without control characters";
    if (text.length() < least || text.length() > most || !WellFormed.is(text)
        || text.chars().anyMatch(Character::isISOControl)) {
      String found = MessageText.text(text);
      throw new RefusedException(Kind.INVALID, List.of(new ApiError("bad-text", field,
          "Expected as " + field + " " + expected + ", but found " + found, found, expected)));
    }
    return text;
  }
}
