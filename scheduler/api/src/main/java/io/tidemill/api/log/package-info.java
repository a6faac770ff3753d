/// What attempts logged.
@NullMarked
package io.tidemill.api.log;

import org.jspecify.annotations.NullMarked;
