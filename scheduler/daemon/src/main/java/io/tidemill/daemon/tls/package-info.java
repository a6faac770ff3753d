/// Encryption between agents and the scheduler: certificates from files, which are read again when they change; a self-signed
/// certificate if there is none, which agents pin; and the rule that plain text stays on the loopback interface.
@NullMarked
package io.tidemill.daemon.tls;

import org.jspecify.annotations.NullMarked;
