/// Which database, and how to treat it: one record for each kind, validated when it is made.
@NullMarked
package io.tidemill.store.config;

import org.jspecify.annotations.NullMarked;
