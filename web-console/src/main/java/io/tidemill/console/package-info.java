/// The door for people and programs: what can be asked and ordered, and how it looks as JSON.
///
/// Rooms behind it: [io.tidemill.console.view] holds the operations and their answers, without any HTTP;
/// [io.tidemill.console.rest] serves them under `/api/v1`. The command line uses the same operations, in its own process or
/// through the API of another, so that both always tell the same.
@NullMarked
package io.tidemill.console;

import org.jspecify.annotations.NullMarked;
