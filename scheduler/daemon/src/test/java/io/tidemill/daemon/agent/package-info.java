/// Tests of how agents prove who they are.
@NullMarked
package io.tidemill.daemon.agent;

import org.jspecify.annotations.NullMarked;
