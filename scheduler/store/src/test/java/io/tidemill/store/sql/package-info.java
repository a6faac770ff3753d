/// What the shared SQL is asked.
@NullMarked
package io.tidemill.store.sql;

import org.jspecify.annotations.NullMarked;
