/// A graph made ready for deciding: tasks by index, edges both ways.
@NullMarked
package io.tidemill.engine.graph;

import org.jspecify.annotations.NullMarked;
