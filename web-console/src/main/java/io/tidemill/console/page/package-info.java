/// The console's files as they are served: modules, styles, fonts and the one HTML page, held in memory with a hash of them all.
///
/// Nothing is built: a browser loads the ES modules as they stand in the sources. All are served below a folder that carries the
/// hash, so they may be cached for ever, and a new version of the program is a new folder.
@NullMarked
package io.tidemill.console.page;

import org.jspecify.annotations.NullMarked;
