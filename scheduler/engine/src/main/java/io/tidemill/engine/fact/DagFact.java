package io.tidemill.engine.fact;

/// A fact about a DAG as a whole.
public sealed interface DagFact extends Fact
    permits CommandApplied, VersionActivated, SlotQueued, SlotsNotRun, SlotsLate,
    SchedulesPaused, SchedulesResumed, BackfillCreated, BackfillPaused, BackfillResumed, BackfillCancelRequested,
    BackfillEnded, MessageSent, MessageTaken, AssetEventRecorded, SlotHeld {}
