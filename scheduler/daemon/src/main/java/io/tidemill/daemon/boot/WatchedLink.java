package io.tidemill.daemon.boot;

import io.tidemill.console.view.Changes;
import io.tidemill.console.view.Event;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.BundleFile;
import io.tidemill.protocol.Held;
import io.tidemill.protocol.LogChunk;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.SchedulerLink;
import io.tidemill.runtime.DagDirectory;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/// The link of the agent in this process, seen by whoever follows logs and progress.
final class WatchedLink implements SchedulerLink {
  private final SchedulerLink link;
  private final DagDirectory dags;
  private final Changes changes;
  private volatile long incarnation;

  WatchedLink(SchedulerLink link, DagDirectory dags, Changes changes) {
    this.link = link;
    this.dags = dags;
    this.changes = changes;
  }

  /// The agent that introduced itself.
  long incarnation() {
    return incarnation;
  }

  @Override public void hello(AgentHello hello, Supplier<List<Held>> held, AgentLink agent) {
    incarnation = hello.incarnation();
    link.hello(hello, held, agent);
  }

  @Override public void leftBehind(long earlier) {
    link.leftBehind(earlier);
  }

  @Override public void draining() {
    link.draining();
  }

  @Override public void serving() {
    link.serving();
  }

  @Override public void report(long batch, List<Report> reports) {
    link.report(batch, reports);
  }

  @Override public byte[] value(long id) throws IOException {
    return link.value(id);
  }

  @Override public BundleFile bundle(String hash) throws IOException {
    return link.bundle(hash);
  }

  @Override public void log(LogChunk chunk) {
    link.log(chunk);
    if (changes.heard()) {
      changes.tell(Event.log(dags.byNumber(chunk.key().dag()).id(), chunk.key().run()));
    }
  }

  @Override public void progress(AttemptKey key, int shard, long done, long total) {
    link.progress(key, shard, done, total);
    if (changes.heard()) {
      changes.tell(Event.progress(dags.byNumber(key.dag()).id(), key.run(), key.task(), shard, done, total));
    }
  }

  @Override public void bye() {
    link.bye();
  }
}
