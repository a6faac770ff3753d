/// Backfills: plan, create, list, show, pause, resume, cancel.
@NullMarked
package io.tidemill.api.backfill;

import org.jspecify.annotations.NullMarked;
