/// What DAGs and assets tell each other: values that the sender commits with its facts, and the receiver takes once, in their order.
@NullMarked
package io.tidemill.engine.message;

import org.jspecify.annotations.NullMarked;
