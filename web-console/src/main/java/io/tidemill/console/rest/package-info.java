/// The API under `/api/v1`: each route is the method of a resource that declares it, and its arguments and answer are JSON.
///
/// It listens on the loopback address only. Every request needs the token, a Host header that names this server, and, from a
/// browser, an Origin that is this server: so no page of another site can use it, by whatever name it reached the address.
@NullMarked
package io.tidemill.console.rest;

import org.jspecify.annotations.NullMarked;
