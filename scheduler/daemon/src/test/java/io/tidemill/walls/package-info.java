/// The walls between the rooms, checked on the bytecode of all of them.
@NullMarked
package io.tidemill.walls;

import org.jspecify.annotations.NullMarked;
