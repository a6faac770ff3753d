/// From files to active versions: compiles, checks and deploys, once or whenever a file of a folder is saved.
@NullMarked
package io.tidemill.daemon.deploy;

import org.jspecify.annotations.NullMarked;
