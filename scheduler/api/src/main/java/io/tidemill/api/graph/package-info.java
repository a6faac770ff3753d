/// Graphs of versions as they are drawn.
@NullMarked
package io.tidemill.api.graph;

import org.jspecify.annotations.NullMarked;
