/// What only PostgreSQL is asked.
@NullMarked
package io.tidemill.store.postgresql;

import org.jspecify.annotations.NullMarked;
