/// The graph of one DAG as plain records: what the scheduler knows of a DAG, without any user code.
///
/// It is written as canonical JSON (see [GraphJson]), hashed, stored with the version it belongs to, and read back by the
/// scheduler. Every later schema version must still read what an earlier one wrote.
@NullMarked
package io.tidemill.dsl.graph;

import org.jspecify.annotations.NullMarked;
