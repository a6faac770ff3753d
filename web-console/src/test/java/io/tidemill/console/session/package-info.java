/// Tests of sessions.
@NullMarked
package io.tidemill.console.session;

import org.jspecify.annotations.NullMarked;
