/// Attempts with a process of their own: starts a Java virtual machine for one attempt, hands the attempt over, and ends the
/// process with everything it has started.
///
/// [AttemptProcesses] starts a process and waits for how its attempt ended; [ParentLink] is what that process knows of the agent. Between
/// them run [Frame]s through two pipes that user code does not get in the way of: in the child they are the descriptors 3 and 4,
/// while standard input is empty and standard output goes where standard error goes, to the attempt's log.
///
/// The child ends itself when the agent is silent for [Isolation#silence] or gone, so that no child outlives its agent for long.
@NullMarked
package io.tidemill.agent.isolate;

import org.jspecify.annotations.NullMarked;
