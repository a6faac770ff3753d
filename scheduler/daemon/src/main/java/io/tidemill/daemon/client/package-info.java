/// The client of the API: the operations of a running `dev` or `server`, over HTTP on the loopback address.
@NullMarked
package io.tidemill.daemon.client;

import org.jspecify.annotations.NullMarked;
