/// The command line as people use it: real files, a real database, exit codes and words.
@NullMarked
package io.tidemill.daemon.cli;

import org.jspecify.annotations.NullMarked;
