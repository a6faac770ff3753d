/// Settings: every one has a name, a unit, a default and a check; all problems are reported at once, with the source of each value.
@NullMarked
package io.tidemill.daemon.config;

import org.jspecify.annotations.NullMarked;
