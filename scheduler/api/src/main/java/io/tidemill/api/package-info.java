/// What can be asked and ordered of a scheduler: one interface a resource, each in its package with the records that are the
/// JSON of the API.
///
/// [io.tidemill.api.Operations] lists the resources. The annotations of [io.tidemill.api.http] on their methods are the HTTP contract;
/// [io.tidemill.api.service] answers by the scheduler of this process. The command line uses the same interfaces, in its own
/// process or through the API of another, so that both always tell the same.
@NullMarked
package io.tidemill.api;

import org.jspecify.annotations.NullMarked;
