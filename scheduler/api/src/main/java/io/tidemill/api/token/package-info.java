/// Join tokens: create, list, revoke.
@NullMarked
package io.tidemill.api.token;

import org.jspecify.annotations.NullMarked;
