/// The application service: each resource answered by the scheduler of this process.
///
/// Refusals are made here; nothing here knows HTTP.
@NullMarked
package io.tidemill.api.service;

import org.jspecify.annotations.NullMarked;
