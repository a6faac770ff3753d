/// Writing for people: tables, the live tree of a run, refusals. Whatever comes from a task is text: control characters never
/// reach the terminal.
@NullMarked
package io.tidemill.daemon.render;

import org.jspecify.annotations.NullMarked;
