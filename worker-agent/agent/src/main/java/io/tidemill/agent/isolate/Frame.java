package io.tidemill.agent.isolate;

/// What an agent and the process of an attempt say to each other.
sealed interface Frame {
  /// Agent: run this. The first of its frames.
  record Start(AttemptWork work) implements Frame {}

  /// Agent: ask the body to stop.
  ///
  /// @param tookTooLong whether it took too long, else it was cancelled
  record Stop(boolean tookTooLong) implements Frame {}

  /// Agent: I am here.
  record Ping() implements Frame {}

  /// Agent: a stored value that was asked for.
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record Stored(long id, byte[] bytes) implements Frame {}

  /// Agent: a stored value that was asked for cannot be read.
  ///
  /// @param missing whether there is none
  record Unreadable(long id, boolean missing, String why) implements Frame {}

  /// Agent: all is said, end yourself.
  record Leave() implements Frame {}

  /// Child: it is there, and code of the user runs from now on. The first of its frames.
  record Begun() implements Frame {}

  /// Child: the body begins; the process has started and the code is loaded.
  record Running() implements Frame {}

  /// Child: a stored value is needed.
  record Ask(long id) implements Frame {}

  /// Child: a piece of the attempt's log.
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record Log(byte[] text) implements Frame {}

  /// Child: how far the body is.
  record Progress(long done, long total) implements Frame {}

  /// Child: the virtual machine is about to exit although the body has not ended.
  ///
  /// @param place `File.java:line` that asked for it, empty if not known
  record Exiting(String place) implements Frame {}

  /// Child: how the attempt ended. The last of its frames.
  record Ended(AttemptOutcome ending) implements Frame {}
}
