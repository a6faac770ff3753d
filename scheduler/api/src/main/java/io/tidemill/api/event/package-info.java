/// Changes as they happen.
@NullMarked
package io.tidemill.api.event;

import org.jspecify.annotations.NullMarked;
