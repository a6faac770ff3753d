/// The door for parameters: checks what people give a run against what its DAG declares, before anything is created.
///
/// All problems are told at once; what passes is canonical JSON with every default filled in.
@NullMarked
package io.tidemill.runtime.params;

import org.jspecify.annotations.NullMarked;
