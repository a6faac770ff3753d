/// Where agents meet the scheduler: turns what the engine decided into assignments, and reports into inputs.
///
/// For now agents are in the same process; a remote agent will come in through the same [io.tidemill.protocol.SchedulerLink].
@NullMarked
package io.tidemill.gateway;

import org.jspecify.annotations.NullMarked;
