/// Assets: what updates them, what runs on them, their events, and events from outside.
@NullMarked
package io.tidemill.api.asset;

import org.jspecify.annotations.NullMarked;
