/// One suite of questions for each port, asked of every store: memory, H2 and PostgreSQL must answer alike.
@NullMarked
package io.tidemill.store.conformance;

import org.jspecify.annotations.NullMarked;
