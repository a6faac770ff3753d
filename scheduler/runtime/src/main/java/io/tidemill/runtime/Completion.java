package io.tidemill.runtime;

import io.tidemill.engine.reply.Reply;
import org.jspecify.annotations.Nullable;

/// What the sender of an input wants to know. Called once, by any thread; must not block.
public interface Completion {
  /// Nobody wants to know.
  Completion NONE = new Completion() {
    @Override public void durable(@Nullable Reply reply) {
      // Nobody wants to know.
    }

    @Override public void dropped(String reason) {
      // Nobody wants to know.
    }
  };

  /// What the input led to is durable.
  ///
  /// @param reply the answer, null where the input asks for none
  void durable(@Nullable Reply reply);

  /// It is not known what became of the input; send it again.
  void dropped(String reason);

  /// The input led to nothing, and never will; send it again. Who need not know the difference is told that it was dropped.
  default void notDone(String reason) {
    dropped(reason);
  }

  /// The input led to nothing, since this scheduler does not own the partition; send it to the one that does.
  default void notOwned(String reason) {
    notDone(reason);
  }
}
