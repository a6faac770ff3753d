/// DAGs: list them, let one go on, archive one.
@NullMarked
package io.tidemill.api.dag;

import org.jspecify.annotations.NullMarked;
