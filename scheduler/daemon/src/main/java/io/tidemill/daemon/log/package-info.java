/// The logs of a run as one list in the order of time: messages of all attempts, and why attempts failed.
@NullMarked
package io.tidemill.daemon.log;

import org.jspecify.annotations.NullMarked;
