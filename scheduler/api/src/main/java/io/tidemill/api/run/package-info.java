/// Runs: list, show, start, cancel, rerun.
@NullMarked
package io.tidemill.api.run;

import org.jspecify.annotations.NullMarked;
