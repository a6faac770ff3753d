package io.tidemill.dsl;

/// A declared task, as another declaration refers to it. It has no value: values exist only while a body runs.
public sealed interface TaskRef permits Joinable, Sharded {
  /// Id of the task.
  String id();
}
