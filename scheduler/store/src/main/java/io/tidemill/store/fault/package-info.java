/// Why a store cannot be used, told by what the caller may conclude.
@NullMarked
package io.tidemill.store.fault;

import org.jspecify.annotations.NullMarked;
