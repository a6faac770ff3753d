/// Proofs on real processes that are killed.
@NullMarked
package io.tidemill.daemon.e2e;

import org.jspecify.annotations.NullMarked;
