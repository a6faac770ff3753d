/// The shapes of task bodies: `Body0` to `Body5` give a result, `Exec0` to `Exec5` do not.
///
/// Users write lambdas or method references and rarely name these types.
@NullMarked
package io.tidemill.dsl.body;

import org.jspecify.annotations.NullMarked;
