package io.tidemill.dsl.body;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The inputs of one call of a body, in order. The typed builder has proven the types that the body asks for.
///
/// @param values the inputs, of a shard its element first
public record Arguments(List<@Nullable Object> values) {
  /// The input at a position, from 0.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) public <T> T at(int index) {
    return (T) values.get(index);
  }
}
