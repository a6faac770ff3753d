/// The front door: puts the rooms together, reads the configuration, and is the command line.
///
/// Rooms behind it: `config` reads and checks settings; `boot` is the composition root and the data directory; `deploy` turns
/// files into active versions; `client` speaks to the API of a running `dev`; `cli` has one class for each verb; `render`
/// writes for people.
@NullMarked
package io.tidemill.daemon;

import org.jspecify.annotations.NullMarked;
