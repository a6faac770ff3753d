/// Facts and snapshots as bytes, and back. The schema is `journal.proto`.
@NullMarked
package io.tidemill.runtime.codec;

import org.jspecify.annotations.NullMarked;
