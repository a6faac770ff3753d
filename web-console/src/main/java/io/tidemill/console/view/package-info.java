/// What can be asked and ordered, and the answers: plain records that are the JSON of the API.
///
/// [io.tidemill.console.view.Operations] is the list of it all; [io.tidemill.console.view.SchedulerOperations] asks the
/// scheduler of this process.
@NullMarked
package io.tidemill.console.view;

import org.jspecify.annotations.NullMarked;
