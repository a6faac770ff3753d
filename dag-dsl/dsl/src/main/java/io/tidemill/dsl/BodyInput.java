package io.tidemill.dsl;

/// Something a body may be given: the result of a [Task], the results of a [Sharded] task, or an [OutcomeInput].
///
/// @param <A> what the body gets
public sealed interface BodyInput<A> permits Task, Sharded, OutcomeInput {}
