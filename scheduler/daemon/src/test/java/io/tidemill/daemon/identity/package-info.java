/// Who agents and callers are.
@NullMarked
package io.tidemill.daemon.identity;

import org.jspecify.annotations.NullMarked;
