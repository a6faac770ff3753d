/// Several schedulers on one database: who asks whom, and who is told that there is something to look at.
///
/// Nothing here decides anything. Who owns a partition is the database's word ([io.tidemill.runtime.port.Ownership]); a scheduler that is asked
/// about a partition of another one calls that one over HTTPS ([io.tidemill.cluster.OwnerProxy]). Hazelcast carries signals only, which say what a look
/// at the database would say a second later ([io.tidemill.cluster.GridSignals]).
@NullMarked
package io.tidemill.cluster;

import org.jspecify.annotations.NullMarked;
