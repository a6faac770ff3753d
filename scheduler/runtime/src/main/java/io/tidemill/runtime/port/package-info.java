/// What the runtime asks of a store: the ports that H2, PostgreSQL and memory answer alike.
///
/// One conformance suite holds for every implementation. All methods block; all may be called by any thread.
@NullMarked
package io.tidemill.runtime.port;

import org.jspecify.annotations.NullMarked;
