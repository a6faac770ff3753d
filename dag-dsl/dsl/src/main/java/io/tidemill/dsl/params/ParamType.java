package io.tidemill.dsl.params;

import io.tidemill.dsl.value.Scalars;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Type of a parameter as data: a tree, in which a record that comes again is named instead of told again.
///
/// @param kind a kind of [Scalars], such as `string`, `integer`, `date`; or `enum`, `list`, `set`, `map`, `optional`, `record`,
///     `sealed`, or `same` for a type told elsewhere in the tree
/// @param name name of a `record` or `sealed`, unique in the tree, and of the one that a `same` stands for; else empty
/// @param min least value of an `integer`, null where there is none
/// @param max greatest value of an `integer`, null where there is none
/// @param constants names of the constants of an `enum`
/// @param of the element of a `list`, `set` or `optional`; key and value of a `map`
/// @param fields components of a `record`; variants of a `sealed` by their simple names
public record ParamType(String kind, String name, @Nullable Long min, @Nullable Long max, List<String> constants,
    List<ParamType> of, List<ParamNode> fields) {
  private static final int MOST_SHOWN = 200;

  public ParamType {
    constants = List.copyOf(constants);
    of = List.copyOf(of);
    fields = List.copyOf(fields);
  }

  /// A scalar of a kind of [Scalars].
  public static ParamType scalar(String kind) {
    return new ParamType(kind, "", null, null, List.of(), List.of(), List.of());
  }

  /// An integer within bounds.
  public static ParamType integer(long min, long max) {
    return new ParamType("integer", "", min, max, List.of(), List.of(), List.of());
  }

  /// An enum.
  public static ParamType constants(List<String> names) {
    return new ParamType("enum", "", null, null, names, List.of(), List.of());
  }

  /// A `list`, `set`, `map` or `optional`.
  public static ParamType of(String kind, ParamType... parts) {
    return new ParamType(kind, "", null, null, List.of(), List.of(parts), List.of());
  }

  /// A `record` or `sealed`; without fields, a `same`.
  public static ParamType named(String kind, String name, List<ParamNode> fields) {
    return new ParamType(kind, name, null, null, List.of(), List.of(), fields);
  }

  /// The type in words, such as `list of integer`. Long ones are cut.
  public String text() {
    var text = words();
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
  }

  private String words() {
    return switch (kind) {
      case "enum" -> String.join("|", constants);
      case "list", "set" -> kind + " of " + of.getFirst().words();
      case "map" -> "map of " + of.get(0).words() + " to " + of.get(1).words();
      case "optional" -> "optional " + of.getFirst().words();
      case "record" -> fields.stream()
          .map(field -> field.name() + (field.defaultJson() == null ? ": " : "?: ") + field.type().words())
          .collect(Collectors.joining(", ", "{", "}"));
      case "sealed" -> fields.stream()
          .map(ParamNode::name)
          .collect(Collectors.joining("|", "{variant: ", ", value}"));
      case "same" -> name;
      case "double", "float" -> "number";
      default -> kind.toLowerCase(Locale.ROOT);
    };
  }
}
