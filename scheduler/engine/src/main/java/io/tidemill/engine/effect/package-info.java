/// What is to be done outside once the facts of a turn are durable, one record an effect.
@NullMarked
package io.tidemill.engine.effect;

import org.jspecify.annotations.NullMarked;
