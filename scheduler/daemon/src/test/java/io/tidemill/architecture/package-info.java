/// The walls between the rooms, checked on the bytecode of all of them.
@NullMarked
package io.tidemill.architecture;

import org.jspecify.annotations.NullMarked;
