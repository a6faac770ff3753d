/// DAGs: list them, let one go on.
@NullMarked
package io.tidemill.api.dag;

import org.jspecify.annotations.NullMarked;
