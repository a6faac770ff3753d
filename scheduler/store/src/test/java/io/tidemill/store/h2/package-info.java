/// What only H2 is asked.
@NullMarked
package io.tidemill.store.h2;

import org.jspecify.annotations.NullMarked;
