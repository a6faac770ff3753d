/// What users of the language may rely on, seen from outside of its packages, as users see it.
@NullMarked
package io.tidemill.usage;

import org.jspecify.annotations.NullMarked;
