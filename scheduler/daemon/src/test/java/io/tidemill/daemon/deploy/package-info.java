/// Tests of deploying.
@NullMarked
package io.tidemill.daemon.deploy;

import org.jspecify.annotations.NullMarked;
