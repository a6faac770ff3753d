/// One applier for each fact: the only code that changes state, live and at recovery.
@NullMarked
package io.tidemill.engine.apply;

import org.jspecify.annotations.NullMarked;
