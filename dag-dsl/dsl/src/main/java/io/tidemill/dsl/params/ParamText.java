package io.tidemill.dsl.params;

import io.tidemill.dsl.json.JsonException;
import io.tidemill.dsl.json.JsonTree;
import io.tidemill.dsl.value.Scalar;
import io.tidemill.dsl.value.Scalars;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the text of one value as a JSON tree; the check of the tree is another step.
final class ParamText {
  private static final Set<String> COMPOUND = Set.of("list", "set", "map", "record", "sealed", "same");

  private ParamText() {}

  /// Whether the text says that there is no value.
  static boolean isNull(ParamType type, String text) {
    return text.equals("null") && !type.kind().equals("string");
  }

  /// The value; a string where the text is not what the type wants, which the check tells.
  ///
  /// @throws JsonException if the text must be JSON and is not
  static @Nullable Object read(ParamType type, String text) {
    return switch (type.kind()) {
      case "list", "set" -> list(type.of().getFirst(), text);
      case "map", "record", "sealed", "same" -> JsonTree.parse(text);
      case "optional" -> isNull(type, text) ? null : read(type.of().getFirst(), text);
      default -> scalar(Scalars.ofKind(type.kind()), text);
    };
  }

  private static @Nullable Object list(ParamType element, String text) {
    if (text.startsWith("[")) {
      return JsonTree.parse(text);
    }
    List<@Nullable Object> list = new ArrayList<>();
    if (text.isEmpty()) {
      return list;
    }
    if (COMPOUND.contains(element.kind())) {
      return JsonTree.parse(text);
    }
    for (var part : text.split(",", -1)) {
      list.add(read(element, part.strip()));
    }
    return list;
  }

  private static @Nullable Object scalar(@Nullable Scalar scalar, String text) {
    if (scalar == null || scalar.token() == Scalar.Token.STRING) {
      return text;
    }
    try {
      return text.startsWith("\"") ? text : JsonTree.parse(text);
    } catch (JsonException e) {
      return text;
    }
  }

  /// How a value is written as text, for messages.
  static String expected(ParamType type) {
    return switch (type.kind()) {
      case "list", "set" -> COMPOUND.contains(type.of().getFirst().kind())
          ? "a " + type.text() + " as JSON"
          : "a " + type.text() + ": elements with commas between, or JSON";
      case "map", "record", "sealed", "same" -> type.text() + " as JSON";
      default -> type.text();
    };
  }
}
