/// The test kit and the local runner: a DAG on the real engine, in this process, under a virtual clock. What a scheduler would
/// decide is decided by the same code; only agents, database and network are left out.
///
/// Start at [DagTest]. `Dag.main` finds the local runner by itself.
@NullMarked
package io.tidemill.test;

import org.jspecify.annotations.NullMarked;
