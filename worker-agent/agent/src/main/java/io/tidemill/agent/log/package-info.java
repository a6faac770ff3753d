/// The room where an attempt's log is kept until the scheduler has it: lines become chunks, chunks are shipped by one thread,
/// and what the body prints to standard output finds its attempt.
///
/// A line reads `2026-11-22T10:15:30.123Z INFO text`; printed lines have the level `OUT` or `ERR`. Lines after the first of
/// one message, such as a stack trace, stand as they are.
@NullMarked
package io.tidemill.agent.log;

import org.jspecify.annotations.NullMarked;
