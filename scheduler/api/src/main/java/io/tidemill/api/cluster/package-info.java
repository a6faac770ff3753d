/// The schedulers of a database.
@NullMarked
package io.tidemill.api.cluster;

import org.jspecify.annotations.NullMarked;
