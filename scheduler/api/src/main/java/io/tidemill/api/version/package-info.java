/// Versions of DAGs: plan, deploy, activate, purge.
@NullMarked
package io.tidemill.api.version;

import org.jspecify.annotations.NullMarked;
