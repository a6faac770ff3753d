package io.tidemill.dsl;

import io.tidemill.dsl.body.Arguments;
import io.tidemill.dsl.code.ShardElement;
import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.ShardSource;
import io.tidemill.dsl.value.JsonShape;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// A task sharded over elements that still needs the keys of its shards.
///
/// ```java
/// record Region(String code, long customers) {}
///
/// var regions = d.task("regions").runAs(Types.listOf(Region.class), ctx -> List.of(new Region("eu", 7)));
/// d.shard("bill").over(regions).key(Region::code).exec((ctx, region) -> ctx.log().info("{}", region.customers()));
/// ```
///
/// @param <P> the DAG's parameter record
/// @param <T> the element
public final class ShardKeys<P, T> extends ShardOptions<P, ShardKeys<P, T>> {
  private final Task<? extends Collection<T>> elements;

  ShardKeys(Declaration task, Task<? extends Collection<T>> elements) {
    super(task, List.of(), null);
    this.elements = elements;
  }

  @Override ShardKeys<P, T> self() {
    return this;
  }

  /// The name of the shard of an element: what people see, and what tells old from new shards when the upstream is run again. So
  /// it should come from the element itself, not from its position.
  ///
  /// Runs once for each element when the task is expanded. The key's text must be unique in the task, of 1 to 1,000 characters
  /// and without control characters, or the task fails.
  ///
  /// @param key gives a string, a number, an enum or a date, whose text is the key
  public ShardBuilder1<P, T> key(Function<? super T, ?> key) {
    Objects.requireNonNull(key, "key");
    Type element = JsonShape.element(elements.declaration.resultType());
    var from = Ref.of(elements).as(EdgeKind.SOURCE);
    return ShardBuilder.sharded(task, ShardSource.ELEMENTS, from, element == null ? Object.class : element,
        (inputs, to) -> {
          Collection<T> values = new Arguments(inputs).at(0);
          to.expect(values.size());
          for (var value : values) {
            var name = key.apply(value);
            if (name == null) {
              throw new ShardsRefused(
                  "Expected a key for every element, but got null for one of task " + task.id
                      + ".");
            }
            to.add(new ShardElement(name.toString(), value));
          }
        });
  }
}
