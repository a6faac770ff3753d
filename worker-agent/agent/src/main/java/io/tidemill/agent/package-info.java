/// The room where user code runs: an agent takes assignments from a scheduler, starts them as slots free up, and reports what
/// became of them until the scheduler has made that durable.
///
/// The way of an attempt: [Intake] accepts it and [Runs] finds the run's code and parameters; a [Lane] queues it and gives it
/// to a [Worker]; [AttemptRunner] reads the inputs, calls the body and writes the result; [Reporter] hands over the report
/// and keeps it until it is acknowledged. [Stops] deals with attempts that shall end, [Sweep] tells of those that run on.
///
/// [Session] puts the parts together, [Closing] ends them in order. [Serving] knows whether new work is taken, [CutOff] stops all
/// when no scheduler answers. An agent with a process of its own is an [AgentProcess]: it holds its [WorkFolder] alone and keeps
/// a [journal][io.tidemill.agent.journal], from which [Predecessor] settles what an earlier process has left.
///
/// The scheduler is known only as a [SchedulerLink][io.tidemill.protocol.SchedulerLink]; nothing here assumes that it shares
/// the process.
@NullMarked
package io.tidemill.agent;

import org.jspecify.annotations.NullMarked;
