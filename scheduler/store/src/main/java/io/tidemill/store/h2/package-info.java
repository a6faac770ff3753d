/// The store in one file beside the program: H2.
///
/// H2 writes a commit to the file at once (`WRITE_DELAY 0`) but does not force it to the disk; `CHECKPOINT SYNC` does. Every
/// promise of durability therefore ends with one. Projections and logs do without: they are written again from the journal, or
/// forced with the next append.
@NullMarked
package io.tidemill.store.h2;

import org.jspecify.annotations.NullMarked;
