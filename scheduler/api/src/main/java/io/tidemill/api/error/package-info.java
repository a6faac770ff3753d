/// Why a request was not done.
@NullMarked
package io.tidemill.api.error;

import org.jspecify.annotations.NullMarked;
