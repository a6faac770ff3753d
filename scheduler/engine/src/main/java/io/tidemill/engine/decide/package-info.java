/// One class for each input: what follows from it, as facts and effects.
@NullMarked
package io.tidemill.engine.decide;

import org.jspecify.annotations.NullMarked;
