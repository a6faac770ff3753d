/// What H2 and PostgreSQL share: schema, held connections, catalog, values, logs and queries.
///
/// Statements bind every value. Questions go through a pool; the journal and the projections each hold a connection of their
/// own, so that no query can starve them.
@NullMarked
package io.tidemill.store.sql;

import org.jspecify.annotations.NullMarked;
