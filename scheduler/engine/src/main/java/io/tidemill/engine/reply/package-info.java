/// What the sender of an input is answered once the facts of the turn are durable.
@NullMarked
package io.tidemill.engine.reply;

import org.jspecify.annotations.NullMarked;
