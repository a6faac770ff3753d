/// The room where user code runs: an agent takes assignments from a scheduler, starts them as slots free up, and reports what
/// became of them until the scheduler has made that durable.
///
/// The way of an attempt: [AssignmentReceiver] accepts it and [RunCache] finds the run's code and parameters; a [WorkerPool] queues it and gives it
/// to a [Worker]; [AttemptRunner] reads the inputs, calls the body and writes the result; [Reporter] hands over the report
/// and keeps it until it is acknowledged. [AttemptStopper] deals with attempts that shall end, [AttemptMonitor] tells of those that run on.
///
/// [SchedulerSession] puts the parts together, [SessionShutdown] ends them in order. [AdmissionState] knows whether new work is taken, [DisconnectHandler] stops all
/// when no scheduler answers. An agent with a process of its own is an [AgentProcess]: it holds its [WorkFolder] alone and keeps
/// a [journal][io.tidemill.agent.journal], from which [PredecessorRecovery] settles what an earlier process has left.
///
/// The scheduler is known only as a [SchedulerLink][io.tidemill.protocol.SchedulerLink]; nothing here assumes that it shares
/// the process.
@NullMarked
package io.tidemill.agent;

import org.jspecify.annotations.NullMarked;
