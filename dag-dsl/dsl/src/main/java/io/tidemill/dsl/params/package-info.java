/// The parameters of runs: their types as data, and the one way in which they are read, checked and written, for defaults of the
/// language, the command line, the API and the test kit alike. Needs no code of the user.
@NullMarked
package io.tidemill.dsl.params;

import org.jspecify.annotations.NullMarked;
