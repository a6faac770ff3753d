/// The executable program: composition root, configuration and command line.
///
/// Packages: `config` reads and checks settings; `boot` is the composition root and the data directory; `deploy` turns files into
/// active versions; `identity` registers agents; `agent` is an agent in a process of its own; `tls` encrypts connections; `client`
/// calls the API of a running `dev` or `server`; `cli` has one class for each verb; `render` writes output for people.
@NullMarked
package io.tidemill.daemon;

import org.jspecify.annotations.NullMarked;
