/// Output for people: tables, the live tree of a run, refusals. Text from tasks is sanitised: control characters never reach the
/// terminal.
@NullMarked
package io.tidemill.daemon.render;

import org.jspecify.annotations.NullMarked;
