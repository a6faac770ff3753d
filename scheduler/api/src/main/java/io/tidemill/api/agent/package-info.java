/// Agents: list, remove, declare gone.
@NullMarked
package io.tidemill.api.agent;

import org.jspecify.annotations.NullMarked;
