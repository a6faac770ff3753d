package io.tidemill.dsl;

import org.jspecify.annotations.Nullable;

/// A user's body of any arity, as one shape.
@FunctionalInterface
interface Call<P> {
  @Nullable Object call(Ctx<P> ctx, Given in) throws Exception;
}
