/// The API over HTTP.
///
/// [io.tidemill.console.rest] serves what [io.tidemill.api.Operations] lists.
@NullMarked
package io.tidemill.console;

import org.jspecify.annotations.NullMarked;
