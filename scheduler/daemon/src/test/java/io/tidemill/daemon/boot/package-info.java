/// Tests of how a process begins.
@NullMarked
package io.tidemill.daemon.boot;

import org.jspecify.annotations.NullMarked;
