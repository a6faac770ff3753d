/// Access to the API: tokens and their roles.
@NullMarked
package io.tidemill.api.access;

import org.jspecify.annotations.NullMarked;
