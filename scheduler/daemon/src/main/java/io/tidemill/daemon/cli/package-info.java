/// The command line: one class for each verb.
///
/// Exit codes: 0 good, 1 a run failed or something could not be done now, 2 bad input, 3 nobody answered.
@NullMarked
package io.tidemill.daemon.cli;

import org.jspecify.annotations.NullMarked;
