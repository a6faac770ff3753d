/// Why a store cannot be used, told by what the caller may conclude.
@NullMarked
package io.tidemill.store.exception;

import org.jspecify.annotations.NullMarked;
