/// The room where user code becomes classes: bundles are checked, compiled, kept in files, loaded apart from Tidemill's own
/// classes, and asked for their DAGs.
///
/// Nothing here runs a task. Building a DAG does run user code, so whoever must not run any uses [GraphExtraction], which
/// builds in another process.
@NullMarked
package io.tidemill.agent.bundle;

import org.jspecify.annotations.NullMarked;
