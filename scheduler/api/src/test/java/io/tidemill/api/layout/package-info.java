/// Tests of the layout.
@NullMarked
package io.tidemill.api.layout;

import org.jspecify.annotations.NullMarked;
