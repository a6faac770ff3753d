/// Whole-system benchmarks, each next to a ceiling measured in the same run, as JSON lines.
@NullMarked
package io.tidemill.benchmarks;

import org.jspecify.annotations.NullMarked;
