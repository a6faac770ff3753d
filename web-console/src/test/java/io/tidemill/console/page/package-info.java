/// Tests of the files of the console.
@NullMarked
package io.tidemill.console.page;

import org.jspecify.annotations.NullMarked;
