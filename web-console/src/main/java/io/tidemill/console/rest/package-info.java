/// The API under `/api/v1`: each route is the method of a resource that declares it, and its arguments and answer are JSON.
///
/// It listens on the loopback address only. Every request needs a Host header that names this server, and, from a
/// browser, an Origin that is this server: so no page of another site can use it, by whatever name it reached the address. A request of
/// the API also needs the token, or the session of a browser; the files of the console have no data in them and need neither.
@NullMarked
package io.tidemill.console.rest;

import org.jspecify.annotations.NullMarked;
