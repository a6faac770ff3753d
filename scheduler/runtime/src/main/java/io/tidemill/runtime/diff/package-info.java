/// What is different between two versions of a DAG, as people read it before they make one active.
@NullMarked
package io.tidemill.runtime.diff;

import org.jspecify.annotations.NullMarked;
