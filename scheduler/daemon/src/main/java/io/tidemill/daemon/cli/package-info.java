/// The command line: one class for each verb.
///
/// Exit codes: 0 success, 1 a run failed or the request conflicts with the present state, 2 bad input, 3 unreachable.
@NullMarked
package io.tidemill.daemon.cli;

import org.jspecify.annotations.NullMarked;
