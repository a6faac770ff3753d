package io.tidemill.daemon.boot;

import io.tidemill.api.event.Event;
import io.tidemill.api.service.EventBus;
import io.tidemill.gateway.ProgressListener;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.runtime.DagDirectory;

/// Publishes new logs and the progress of bodies as events.
record EventForwarder(DagDirectory dags, EventBus changes) implements ProgressListener {
  @Override public void progressed(AttemptKey key, int shard, long done, long total) {
    if (changes.heard()) {
      changes.tell(Event.progress(dags.byNumber(key.dag()).id(), key.run(), key.task(), shard, done, total));
    }
  }

  @Override public void logged(AttemptKey key) {
    if (changes.heard()) {
      changes.tell(Event.log(dags.byNumber(key.dag()).id(), key.run()));
    }
  }
}
