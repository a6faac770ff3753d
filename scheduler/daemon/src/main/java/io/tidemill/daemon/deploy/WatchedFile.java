package io.tidemill.daemon.deploy;

import io.tidemill.api.version.Deployed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What [DagFolder] knows of one file of its folder.
final class WatchedFile {
  final String name;
  /// The stamp of the latest look, null before the first.
  @Nullable FileStamp seen;
  /// When it began to change, by [System#nanoTime]; 0 while it is at rest.
  long changingSince;
  /// When its content was compared last.
  long comparedAt;
  /// Hash of the content that was tried last, null where the next look must try it.
  @Nullable String tried;
  /// What its last deployment made active; empty where it was refused.
  List<Deployed> deployed = List.of();
  /// Why it could not be read, as it was told; null where it could.
  @Nullable String unreadable;
  /// Whether another file's DAG stands in its way.
  boolean displaced;
  /// Since when it has been missing, 0 where it is there.
  long missingSince;

  WatchedFile(String name) {
    this.name = name;
  }
}
