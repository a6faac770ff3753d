/// The values of users as JSON and back: results, elements of shards, parameters. Whoever passes a value on, an agent, the test kit
/// or the local runner, does it with this package, so that all of them give a body the same.
///
/// Which types may travel is decided by the declared type alone, before any value is written, so that a task is refused the
/// same way when it is declared, on its first run and on its last. No class name is ever read from JSON.
@NullMarked
package io.tidemill.dsl.value;

import org.jspecify.annotations.NullMarked;
