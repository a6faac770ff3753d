package io.tidemill.api.service;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.NotDoneException;
import io.tidemill.runtime.OutcomeUnknownException;
import io.tidemill.runtime.port.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Waits for answers of the scheduler: 30 seconds at most, and five where the store takes no commits.
final class Answered {
  private static final long PATIENCE_SECONDS = 30;
  private static final long PATIENCE_WITHOUT_STORE_SECONDS = 5;

  private Answered() {}

  /// The answer. `StoreException` and time out mean the same to the caller: not known, ask again.
  ///
  /// @param commands knows whether the store takes commits
  static <T extends @Nullable Object> T of(Commands commands, CompletableFuture<T> answer) {
    try {
      for (long waited = 1; waited < PATIENCE_SECONDS; waited++) {
        try {
          return answer.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
          String outage = waited < PATIENCE_WITHOUT_STORE_SECONDS ? null : commands.outage();
          if (outage != null) {
            throw unavailable(outage);
          }
        }
      }
      return answer.get(1, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NotDoneException) {
        throw RefusedException.of(Kind.UNAVAILABLE, "not-done", "",
            "Expected a scheduler that can do it now, but found: " + e.getCause().getMessage()
                + "; this request changed nothing: ask again");
      }
      if (e.getCause() instanceof OutcomeUnknownException || e.getCause() instanceof StoreException) {
        throw unavailable(e.getCause().getMessage());
      }
      throw new IllegalStateException("Expected an answer of the scheduler, but found " + e.getCause(), e);
    } catch (TimeoutException _) {
      throw unavailable("no answer within " + PATIENCE_SECONDS + " s");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw unavailable("the wait was interrupted");
    }
  }

  private static RefusedException unavailable(@Nullable String why) {
    return RefusedException.of(Kind.UNAVAILABLE, "unavailable", "",
        "Expected an answer of the scheduler, but found: " + why + "; it is not known whether it was done: ask again");
  }
}
