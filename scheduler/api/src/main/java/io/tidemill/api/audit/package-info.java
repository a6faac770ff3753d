/// Who changed what: list it, and the request that is under way.
@NullMarked
package io.tidemill.api.audit;

import org.jspecify.annotations.NullMarked;
