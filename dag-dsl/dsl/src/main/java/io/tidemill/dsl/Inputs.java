package io.tidemill.dsl;

import io.tidemill.dsl.body.Arguments;
import io.tidemill.dsl.body.Body;
import io.tidemill.dsl.value.Variants;
import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Any number of inputs of a task, which its body takes as one record: one input for each component. Immutable; every method returns a
/// changed copy.
///
/// ```java
/// record Sales(long north, List<String> stores) {}
///
/// var north = d.task("north").run(Long.class, ctx -> 10L);
/// var stores = d.task("stores").runAs(Types.listOf(String.class), ctx -> List.of("a", "b"));
/// d.task("tell")
///     .needs(Inputs.of(Sales.class).with(Sales::north, north).with(Sales::stores, stores))
///     .exec((ctx, sales) -> ctx.log().info("{} in {}", sales.north(), sales.stores()));
/// ```
///
/// The compiler holds each input to the type of its component: the result of a [Task], [Shards] of a [Sharded] task, an [Outcome] of
/// `task.outcome()`. Components without an input, or with two, are problems of the DAG.
///
/// @param <R> the record
public final class Inputs<R extends Record> {
  private final Class<R> type;
  private final Map<String, Ref> given;
  private final List<Problem> problems;

  private Inputs(Class<R> type, Map<String, Ref> given, List<Problem> problems) {
    this.type = type;
    this.given = given;
    this.problems = problems;
  }

  /// A component of a record, written as a reference to its accessor: `Sales::north`. It is read for its name and never called.
  ///
  /// @param <R> the record
  /// @param <A> the type of the component
  @FunctionalInterface
  public interface Component<R, A> extends Serializable {
    /// The value of the component.
    A of(R from);
  }

  /// Inputs for a record, without any yet.
  public static <R extends Record> Inputs<R> of(Class<R> type) {
    return new Inputs<>(Objects.requireNonNull(type, "type"), Map.of(), List.of());
  }

  /// Gives a component its input.
  ///
  /// @param component a reference to the accessor, such as `Sales::north`
  public <A> Inputs<R> with(Component<R, A> component, BodyInput<A> input) {
    var name = name(component);
    var inputs = new LinkedHashMap<>(given);
    var found = new ArrayList<>(problems);
    var part = Arrays.stream(type.getRecordComponents()).filter(each -> each.getName().equals(name)).findFirst();
    var ref = Ref.of(input);
    if (part.isEmpty()) {
      found.add(problem("not-a-component", "a component of record " + type.getSimpleName() + " as method reference",
          name.isEmpty() ? "another function" : name, "Write " + type.getSimpleName() + "::" + components() + "."));
    } else if (inputs.putIfAbsent(name, ref) != null) {
      found.add(problem("component-twice", "one input for component " + name + " of " + type.getSimpleName(),
          "a second one, from task " + ref.task().id, ""));
    } else if (!fits(part.get(), ref)) {
      found.add(problem("component-type", "for component " + name + " of " + type.getSimpleName() + " an input of type "
          + part.get().getGenericType().getTypeName(), input + " with " + ref.task().resultType().getTypeName(),
          "Declare the component with the exact type of the input."));
    }
    return new Inputs<>(type, inputs, found);
  }

  private static Problem problem(String code, String expected, String found, String hint) {
    return new Problem(code, "", expected, found, hint);
  }

  private String components() {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.joining(" or " + type.getSimpleName() + "::"));
  }

  /// The name of the method a component refers to, empty where it is not a method reference.
  private static String name(Component<?, ?> component) {
    try {
      var replace = component.getClass().getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      return replace.invoke(component) instanceof SerializedLambda code ? code.getImplMethodName() : "";
    } catch (ReflectiveOperationException noLambda) {
      return "";
    }
  }

  /// Whether a component can hold the input, which the compiler has not proven where the type of the input is wider.
  private static boolean fits(RecordComponent component, Ref ref) {
    var wanted = switch (ref.form()) {
      case VALUE -> component.getGenericType();
      case SHARDS -> argument(component.getGenericType(), Shards.class);
      case OUTCOME -> argument(component.getGenericType(), Outcome.class);
    };
    var result = ref.task().resultType();
    return wanted != null && (boxed(wanted).equals(boxed(result)) || (wanted instanceof Class<?> variant
        && !ref.variants().isEmpty() && Variants.of(result)
            .stream()
            .filter(leaf -> ref.variants().contains(leaf.getSimpleName()))
            .allMatch(variant::isAssignableFrom)));
  }

  private static @Nullable Type argument(Type type, Class<?> raw) {
    return type instanceof ParameterizedType with && with.getRawType() == raw ? with.getActualTypeArguments()[0] : null;
  }

  private static Type boxed(Type type) {
    return type instanceof Class<?> plain ? MethodType.methodType(plain).wrap().returnType() : type;
  }

  /// The inputs in the order of the components. What is wrong with them becomes problems of the task.
  List<Ref> refs(Declaration task) {
    var at = task.at(SourceLocation.here());
    problems.forEach(each -> task.build.problems.add(each.code(), at, each.expected(), each.found(), each.hint()));
    var names = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    var missing = names.stream().filter(name -> !given.containsKey(name)).toList();
    if (!missing.isEmpty() && problems.isEmpty()) {
      task.build.problems.add("missing-input", at, "an input for each component of record " + type.getSimpleName(),
          "none for " + String.join(", ", missing), "Add " + missing.stream()
              .map(name -> ".with(" + type.getSimpleName() + "::" + name + ", …)")
              .collect(Collectors.joining(" ")) + ".");
    }
    return names.stream().filter(given::containsKey).map(given::get).filter(Objects::nonNull).toList();
  }

  /// A body that gets the last of its inputs as they are, for one that gets the record instead.
  ///
  /// @param before how many inputs stand before those of the record
  <P, T> Body<P, T> packing(Body<P, T> body, int before) {
    var constructor = constructor();
    return (ctx, in) -> {
      List<@Nullable Object> packed = new ArrayList<>(in.values().subList(0, before));
      packed.add(made(constructor, in.values().subList(before, in.values().size())));
      return body.call(ctx, new Arguments(packed));
    };
  }

  private Constructor<R> constructor() {
    try {
      var found = type.getDeclaredConstructor(
          Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new));
      found.setAccessible(true);
      return found;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException("Expected record " + type.getName() + " to have its constructor.", impossible);
    }
  }

  private static <R> R made(Constructor<R> constructor, List<@Nullable Object> values) throws Exception {
    try {
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() instanceof Exception cause ? cause : thrown;
    }
  }
}
