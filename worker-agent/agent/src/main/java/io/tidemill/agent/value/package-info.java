/// The room where the user's values become JSON and come back: parameters, results, shard elements.
///
/// Which types may travel is decided by the declared type alone, before any value is written, so that a task is refused the
/// same way on its first run and on its last. No class name is ever read from JSON.
@NullMarked
package io.tidemill.agent.value;

import org.jspecify.annotations.NullMarked;
