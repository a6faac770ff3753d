/// Tasks of a run, and their results.
@NullMarked
package io.tidemill.api.task;

import org.jspecify.annotations.NullMarked;
