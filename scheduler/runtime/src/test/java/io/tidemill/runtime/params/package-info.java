/// What runs accept as parameters, and what they are told otherwise.
@NullMarked
package io.tidemill.runtime.params;

import org.jspecify.annotations.NullMarked;
