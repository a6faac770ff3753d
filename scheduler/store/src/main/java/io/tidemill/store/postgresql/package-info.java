/// The store in a PostgreSQL database, shared by several schedulers.
///
/// An append is one statement and one commit. It is the fence: nothing here trusts a row it has merely read.
@NullMarked
package io.tidemill.store.postgresql;

import org.jspecify.annotations.NullMarked;
