/// What a partition can be told or asked, one record an input.
@NullMarked
package io.tidemill.engine.input;

import org.jspecify.annotations.NullMarked;
