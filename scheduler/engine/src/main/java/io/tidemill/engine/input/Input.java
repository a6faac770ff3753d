package io.tidemill.engine.input;

/// Something a partition is told or asked.
public sealed interface Input permits CreateRun, CancelRun, Rerun, TaskStarted, TaskSucceeded, TaskFailed, TaskExpanded,
    ShardsEnded, SlotsFreed, TimersDue, AgentsGone, AgentReturned {}
