package io.tidemill.agent;

/// The last resort against a body that does not stop: ends the process in which it runs. An agent with a process of its own
/// passes one that calls [Runtime#halt]; whoever embeds an agent decides what may be ended with it.
@FunctionalInterface
public interface ProcessTerminator {
  /// Called once for each attempt that will not stop, by the agent's timer thread.
  ///
  /// @param why what does not stop, for the last line of the process's log
  void halt(String why);
}
