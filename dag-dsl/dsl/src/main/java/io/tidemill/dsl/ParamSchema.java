package io.tidemill.dsl;

import io.tidemill.dsl.params.InvalidParamsException;
import io.tidemill.dsl.params.ParamCodec;
import io.tidemill.dsl.params.ParamNode;
import io.tidemill.dsl.params.ParamProblem;
import io.tidemill.dsl.params.ParamType;
import io.tidemill.dsl.text.MessageText;
import io.tidemill.dsl.value.JsonShape;
import io.tidemill.dsl.value.RecordType;
import io.tidemill.dsl.value.Scalar;
import io.tidemill.dsl.value.Scalars;
import io.tidemill.dsl.value.Variants;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns a parameter record into its fields, and says what of it has no schema.
final class ParamSchema {
  private static final Set<Class<?>> AMBIGUOUS_TIMES = Set.of(OffsetDateTime.class, OffsetTime.class,
      ZonedDateTime.class);
  private static final Map<Class<?>, long[]> RANGES = Map.of(Byte.class, range(Byte.MIN_VALUE, Byte.MAX_VALUE),
      Short.class, range(Short.MIN_VALUE, Short.MAX_VALUE), Integer.class, range(Integer.MIN_VALUE, Integer.MAX_VALUE),
      Long.class, range(Long.MIN_VALUE, Long.MAX_VALUE));
  private static final Map<Class<?>, Class<?>> OPTIONAL_NUMBERS = Map.of(OptionalInt.class, Integer.class,
      OptionalLong.class, Long.class, OptionalDouble.class, Double.class);

  private final Problems problems;
  private final String place;
  private Map<Type, String> told = new HashMap<>();

  ParamSchema(Problems problems, String place) {
    this.problems = problems;
    this.place = place;
  }

  private static long[] range(long min, long max) {
    return new long[]{min, max};
  }

  /// A part of a type that has no schema.
  private static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String found) {
      super(found, null, false, false);
    }
  }

  List<ParamNode> of(Class<?> params) {
    if (!params.isRecord()) {
      problems.add("params-not-a-record", place, "a record as the class of the parameters", params.getTypeName(),
          "Write record Params(…), or leave the class out for a DAG without parameters.");
      return List.of();
    }
    var record = RecordType.of(params);
    if (record == null || params.getTypeParameters().length > 0) {
      problems.add("params-without-schema", place, "a record without type parameters", params.getTypeName(), "");
      return List.of();
    }
    var nodes = new ArrayList<ParamNode>();
    for (var component : record.components()) {
      told = new HashMap<>();
      var where = params.getSimpleName() + "." + component.name();
      var faults = JsonShape.faults(component.type());
      for (var fault : faults) {
        without(where, fault.found(), fault.hint());
      }
      if (faults.isEmpty()) {
        try {
          nodes.add(node(where, component));
        } catch (Unfit unfit) {
          without(where, String.valueOf(unfit.getMessage()),
              "Use Instant with a ZoneId, LocalDate, LocalTime, LocalDateTime, Duration, a number, a string, an enum, a record "
                  + "or a list of these; Optional only where a value may be missing.");
        }
      }
    }
    return nodes;
  }

  private void without(String where, String found, String hint) {
    problems.add("params-without-schema", place, "a type with a schema for the parameter " + where, found, hint);
  }

  private ParamNode node(String where, RecordType.Component component) throws Unfit {
    var type = type(component.type());
    var optional = type.kind().equals("optional");
    var inner = optional ? type.of().getFirst() : type;
    var written = component.declared().getAnnotation(Default.class);
    var doc = component.declared().getAnnotation(Doc.class);
    var defaultJson = written != null
        ? defaultJson(where, inner, written.value())
        : optional || isNullable(component.declared()) ? "null" : null;
    return new ParamNode(component.name(), inner, doc == null ? "" : doc.value(), defaultJson);
  }

  private static boolean isNullable(RecordComponent component) {
    return marked(component.getAnnotatedType()) || marked(component);
  }

  private static boolean marked(AnnotatedElement element) {
    return Arrays.stream(element.getAnnotations())
        .anyMatch(annotation -> annotation.annotationType().getSimpleName().equals("Nullable"));
  }

  private ParamType type(Type type) throws Unfit {
    var scalar = Scalars.of(type);
    if (scalar != null) {
      return scalar(scalar);
    }
    var record = RecordType.of(type);
    if (record != null) {
      return record(type, record);
    }
    return switch (type) {
      case GenericArrayType array -> ParamType.of("list", type(array.getGenericComponentType()));
      case ParameterizedType with -> withArguments((Class<?>) with.getRawType(), with.getActualTypeArguments());
      case Class<?> plain when plain.isArray() -> ParamType.of("list", type(plain.getComponentType()));
      case Class<?> plain when plain.isEnum() -> ParamType.constants(Arrays.stream(plain.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name())
          .toList());
      case Class<?> plain when plain.isSealed() -> sealed(plain);
      default -> {
        var number = type instanceof Class<?> plain ? OPTIONAL_NUMBERS.get(plain) : null;
        if (number == null) {
          throw new Unfit(type.getTypeName());
        }
        yield ParamType.of("optional", type(number));
      }
    };
  }

  private static ParamType scalar(Scalar scalar) throws Unfit {
    if (AMBIGUOUS_TIMES.contains(scalar.type())) {
      throw new Unfit(scalar.type().getTypeName());
    }
    var range = RANGES.get(scalar.type());
    return range == null ? ParamType.scalar(scalar.kind()) : ParamType.integer(range[0], range[1]);
  }

  private ParamType withArguments(Class<?> raw, Type[] arguments) throws Unfit {
    if (Map.class.isAssignableFrom(raw)) {
      return ParamType.of("map", type(arguments[0]), type(arguments[1]));
    }
    var element = type(arguments[0]);
    if (raw == Optional.class) {
      if (element.kind().equals("optional")) {
        throw new Unfit("an Optional within an Optional");
      }
      return ParamType.of("optional", element);
    }
    return ParamType.of(Set.class.isAssignableFrom(raw) ? "set" : "list", element);
  }

  private ParamType record(Type type, RecordType record) throws Unfit {
    var before = told.get(type);
    if (before != null) {
      return ParamType.named("same", before, List.of());
    }
    var name = name(type, record.raw());
    var fields = new ArrayList<ParamNode>();
    for (var component : record.components()) {
      fields.add(node(record.raw().getSimpleName() + "." + component.name(), component));
    }
    return ParamType.named("record", name, fields);
  }

  private ParamType sealed(Class<?> type) throws Unfit {
    var before = told.get(type);
    if (before != null) {
      return ParamType.named("same", before, List.of());
    }
    var name = name(type, type);
    var variants = new ArrayList<ParamNode>();
    for (var variant : Variants.leaves(type)) {
      variants.add(new ParamNode(variant.getSimpleName(), type(variant), "", null));
    }
    return ParamType.named("sealed", name, variants);
  }

  /// Names a type, differently from those named before.
  private String name(Type type, Class<?> raw) {
    var name = raw.getSimpleName();
    for (var i = 2; told.containsValue(name); i++) {
      name = raw.getSimpleName() + i;
    }
    told.put(type, name);
    return name;
  }

  private @Nullable String defaultJson(String where, ParamType type, String text) {
    try {
      return ParamCodec.defaultJson(type, text);
    } catch (InvalidParamsException unfit) {
      problems.add("bad-default", place, "a default of type " + type.text() + " for the parameter " + where,
          MessageText.text(text),
          unfit.problems().stream().map(ParamSchema::hint).collect(Collectors.joining("; ")));
      return null;
    }
  }

  private static String hint(ParamProblem problem) {
    return problem.name().substring("default".length()).transform(part -> part.isEmpty() ? "" : "at " + part + " ")
        + "expected " + problem.expected() + (problem.hint().isEmpty() ? "" : "; " + problem.hint());
  }
}
