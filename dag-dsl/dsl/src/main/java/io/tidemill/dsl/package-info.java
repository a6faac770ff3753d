/// The language in which users write DAGs: tasks with typed results, shards, branches, retries and schedules.
///
/// Start at [io.tidemill.dsl.Dag#define]. Everything here is immutable once a DAG is built, and nothing here runs a task.
@NullMarked
package io.tidemill.dsl;

import org.jspecify.annotations.NullMarked;
