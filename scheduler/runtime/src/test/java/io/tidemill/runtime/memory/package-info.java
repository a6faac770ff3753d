/// The store without a database, for simulations and tests: same answers, no threads, no clock of its own.
@NullMarked
package io.tidemill.runtime.memory;

import org.jspecify.annotations.NullMarked;
