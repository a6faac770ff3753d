/// Tests of the codecs.
@NullMarked
package io.tidemill.runtime.codec;

import org.jspecify.annotations.NullMarked;
