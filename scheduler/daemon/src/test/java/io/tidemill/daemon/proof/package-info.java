/// Proofs on real processes that are killed.
@NullMarked
package io.tidemill.daemon.proof;

import org.jspecify.annotations.NullMarked;
