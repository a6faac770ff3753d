/// The engine: turns (state, input, time) into facts, effects and an answer. Pure: no clock, thread, randomness, database,
/// logger or user value. Read this file and [Engine#decide], and you know how Tidemill schedules.
///
/// ## A turn
///
/// A partition is told one [input][io.tidemill.engine.input.Input] at a time: create a run, cancel it, an agent says that a
/// body returned, a timer is due. [Engine#decide] looks at the [state][io.tidemill.engine.state.PartitionState] and answers
/// through a [Turn] with three things:
///
/// 1. **Facts** ([io.tidemill.engine.fact.Fact]): what happened, to be appended to the journal. [Turn#record] also
///    *applies* a fact at once, so that what is decided next in the turn sees it.
/// 2. **Effects** ([io.tidemill.engine.effect.Effect]): what is to be done outside once the facts are durable: give an attempt to
///    an agent, ask it to stop one. An effect may be lost or done twice; it follows from the state and can be derived again.
/// 3. A **reply** ([io.tidemill.engine.reply.Reply]), for inputs that ask for one.
///
/// The shell around the engine appends the facts, then lets effects and reply go. If deciding throws, nothing of the turn is
/// appended, and the state is recovered from the journal.
///
/// ## Where things stand
///
/// | package | what | rule |
/// |---|---|---|
/// | `input` | what a partition is told or asked | one record an input |
/// | `decide` | what follows from it | one `…Decision` an input; reads state, changes it by facts only |
/// | `fact` | what happened | one record a fact, named in the past tense; values only |
/// | `apply` | how a fact changes state | one `…Applier` a fact; decides nothing, never looks at a clock |
/// | `state` | what a partition knows | changed by appliers only |
/// | `effect`, `reply` | what goes out after the commit | |
/// | `graph` | a compiled graph: its tasks by index | immutable |
///
/// The appliers run live, at recovery and in tests. So everything that must survive a crash is in a fact, and whatever is
/// derived (counts of unresolved upstreams, timers, the ready queue, which agent has what) is derived by appliers or rebuilt by
/// [PartitionState#restore][io.tidemill.engine.state.PartitionState#restore].
///
/// ## The life of a task
///
/// A task waits until its last upstream ended; `Progress` evaluates its join rule (`JoinRules`) and records `TaskReady`, or
/// ends it without an attempt, and follows what that leads to. `Dispatch` runs at the end of every turn and gives what is ready
/// to free slots ([Capacity]): `AttemptAssigned` with a new attempt number and a nonce. Reports name both; one that names
/// another attempt than the current one is stale and changes nothing (`AttemptLookup`). Then `AttemptStarted` (late, or never for
/// short bodies), and `AttemptSucceeded`, or `AttemptFailed` with `RetryScheduled`, `TaskReady` or `TaskEnded`.
/// When the last task of a run is over, `RunEnded` says how.
///
/// A **sharded** task is first expanded by an attempt of its own. `ShardsExpanded` gives it a
/// [ShardTable][io.tidemill.engine.state.ShardTable]: some bytes a shard. From then on shards are handed out and reported in
/// sets, each set under the nonce of its assignment, and retried one by one. An aligned task takes the shards of the task
/// before and follows it shard by shard (`AlignedShards`). When all shards are over, `ShardedOutcome` says how the task ends.
///
/// **Time** is an argument. [Deadlines][io.tidemill.engine.state.Deadlines] says from the state alone when a run or task must be
/// looked at again; after every fact the applier sets its one timer to that. The shell wakes the engine with `TimersDue` at
/// the first of them; each timer names its owner, which is then asked. A timeout or a cancel only *asks* an agent to stop (`StopRequests`); an attempt has ended when its agent says so
/// or is gone for good (`AgentsGone`).
///
/// ## How to add …
///
/// - **a fact**: a record in `fact`, its name in the `permits` of its family (`PartitionFact`, `DagFact`, `RunFact`, `TaskFact`), an applier, a case in
///   `Applier`. The compiler finds the rest: every switch over facts is exhaustive. Facts are stored for ever: never change what
///   one means.
/// - **an input**: a record in `input`, its name in the `permits` of its family, a decision in `decide`, a case in
///   [Engine#decide]. The matrix test then asks what it means in each state.
/// - **a field of the state**: who sets it is an applier; whether a snapshot must hold it depends on whether
///   it can be derived. The test's portrait of the state refuses fields it does not know.
@NullMarked
package io.tidemill.engine;

import org.jspecify.annotations.NullMarked;
