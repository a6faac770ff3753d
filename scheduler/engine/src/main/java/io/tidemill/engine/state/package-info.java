/// What a partition knows: its DAGs, their active runs, tasks and shards. Changed by appliers only.
@NullMarked
package io.tidemill.engine.state;

import org.jspecify.annotations.NullMarked;
