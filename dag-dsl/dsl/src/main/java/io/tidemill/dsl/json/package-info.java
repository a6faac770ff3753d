/// JSON as the language needs it, read and written token by token: the values of users and the parameters of runs. One set of
/// limits holds both ways, so what was written can be read.
@NullMarked
package io.tidemill.dsl.json;

import org.jspecify.annotations.NullMarked;
