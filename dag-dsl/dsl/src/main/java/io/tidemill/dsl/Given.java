package io.tidemill.dsl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The inputs of one call. The staged builder has proven the types the body asks for.
record Given(List<@Nullable Object> values) {
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) <T> T at(int index) {
    return (T) values.get(index);
  }
}
