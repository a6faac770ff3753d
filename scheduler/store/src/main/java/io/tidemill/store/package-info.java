/// The door to the store: [io.tidemill.store.Stores] opens an embedded H2 file or a PostgreSQL database behind the ports of
/// the runtime.
///
/// Rooms behind it: `config` says which database and how; `fault` says why one cannot be used; `h2` and `postgresql` hold
/// what differs (journal, ownership, projections, opening); `sql` holds what both share; `memory` is the same store without
/// a database, for simulations. One conformance suite asks all of them the same questions.
@NullMarked
package io.tidemill.store;

import org.jspecify.annotations.NullMarked;
