/// The code behind the tasks of a built DAG, as whatever executes it sees it: the agent and the test kit.
///
/// Users never name these types. Values pass as plain objects; turning them into bytes is the caller's work.
@NullMarked
package io.tidemill.dsl.code;

import org.jspecify.annotations.NullMarked;
