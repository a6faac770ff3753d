/// The composition root: opens the data directory, starts what a verb needs in the right order, and stops it in the reverse.
@NullMarked
package io.tidemill.daemon.boot;

import org.jspecify.annotations.NullMarked;
