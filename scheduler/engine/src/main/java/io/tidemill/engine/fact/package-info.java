/// What happened, one record a fact. The listing of this package is what the journal can say.
///
/// Facts are values without behaviour. All facts of one turn have the same time, which travels beside them.
@NullMarked
package io.tidemill.engine.fact;

import org.jspecify.annotations.NullMarked;
