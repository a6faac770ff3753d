package io.tidemill.dsl.params;

import io.tidemill.dsl.json.JsonNumber;
import io.tidemill.dsl.json.JsonTree;
import io.tidemill.dsl.text.NearestName;
import io.tidemill.dsl.text.WellFormed;
import io.tidemill.dsl.value.Scalar;
import io.tidemill.dsl.value.Scalars;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks values against the type of one parameter, and makes them canonical.
final class ParamValue {
  /// Stands for a value of which a problem was noted.
  private static final Object WRONG = new Object();
  private static final int MOST_SCALE = 1_000;

  private final List<ParamProblem> problems;
  private final Map<String, ParamType> named = new HashMap<>();

  ParamValue(ParamType root, List<ParamProblem> problems) {
    this.problems = problems;
    collect(root);
  }

  /// Finds the types that are named elsewhere in the tree.
  private void collect(ParamType type) {
    if (!type.name().isEmpty() && !type.kind().equals("same")) {
      named.put(type.name(), type);
    }
    type.of().forEach(this::collect);
    type.fields().forEach(field -> collect(field.type()));
  }

  /// Checks a member of an object, or fills in its default.
  void member(ParamNode param, String path, Map<?, ?> given, Map<String, @Nullable Object> checked) {
    if (!given.containsKey(param.name())) {
      var byDefault = param.defaultJson();
      if (byDefault == null) {
        problems.add(new ParamProblem("missing", path, param.type().text(), "nothing", param.doc()));
      } else {
        checked.put(param.name(), JsonTree.parse(byDefault));
      }
      return;
    }
    var value = given.get(param.name());
    var canonical = value == null && param.nullable() ? null : check(param.type(), path, value);
    if (canonical != WRONG) {
      checked.put(param.name(), canonical);
    }
  }

  private @Nullable Object check(ParamType type, String path, @Nullable Object value) {
    if (value == null) {
      return type.kind().equals("optional") ? null : wrong(path, type.text(), null, "");
    }
    return switch (type.kind()) {
      case "optional" -> check(type.of().getFirst(), path, value);
      case "enum" -> constant(type, path, value);
      case "list" -> array(type, path, value, false);
      case "set" -> array(type, path, value, true);
      case "map" -> map(type, path, value);
      case "record" -> record(type, path, value);
      case "sealed" -> sealed(type, path, value);
      case "same" -> named.containsKey(type.name()) ? check(named.get(type.name()), path, value) : value;
      case "integer" -> integer(type, path, value);
      default -> scalar(Scalars.ofKind(type.kind()), path, value);
    };
  }

  private Object array(ParamType type, String path, Object value, boolean distinct) {
    if (!(value instanceof List<?> list)) {
      return wrong(path, "a " + type.text(), value, "");
    }
    Collection<@Nullable Object> read = new ArrayList<>();
    Set<@Nullable Object> seen = new HashSet<>();
    for (var i = 0; i < list.size(); i++) {
      var at = path + "[" + i + "]";
      var element = check(type.of().getFirst(), at, list.get(i));
      if (element != WRONG && distinct && !seen.add(element)) {
        problems.add(new ParamProblem("duplicate", at, "each element of a set once", JsonTree.shown(list.get(i)), ""));
      }
      read.add(element);
    }
    return read.contains(WRONG) ? WRONG : read;
  }

  private Object map(ParamType type, String path, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return wrong(path, "a JSON object (" + type.text() + ")", value, "");
    }
    Map<String, @Nullable Object> read = new LinkedHashMap<>();
    map.forEach((name, content) -> {
      var at = path + "[" + JsonTree.shown(name) + "]";
      var key = key(type.of().getFirst(), at, (String) name);
      var checked = check(type.of().get(1), at, content);
      if (key != null && read.put(key, checked) != null) {
        problems.add(new ParamProblem("duplicate", at, "each key once", "'" + key + "'", ""));
      }
      if (key == null) {
        read.put((String) name, WRONG);
      }
    });
    return read.containsValue(WRONG) ? WRONG : read;
  }

  /// The canonical text of a key, null after a problem.
  private @Nullable String key(ParamType type, String path, String name) {
    var scalar = Scalars.ofKind(type.kind());
    var checked = check(type, path, scalar == null || scalar.token() == Scalar.Token.STRING
        ? name
        : ParamText.read(type, name));
    return checked == WRONG ? null : checked instanceof JsonNumber number ? number.text() : String.valueOf(checked);
  }

  private Object record(ParamType type, String path, Object value) {
    if (!(value instanceof Map<?, ?> given)) {
      return wrong(path, "a JSON object " + type.text(), value, "");
    }
    var before = problems.size();
    Map<String, @Nullable Object> read = new LinkedHashMap<>();
    for (var field : type.fields()) {
      member(field, path + "." + field.name(), given, read);
    }
    var names = type.fields().stream().map(ParamNode::name).toList();
    for (var name : given.keySet()) {
      if (!names.contains(name)) {
        problems.add(new ParamProblem("unknown", path + "." + name, "one of " + String.join(", ", names),
            "'" + name + "'", NearestName.hint((String) name, names)));
      }
    }
    return problems.size() == before ? read : WRONG;
  }

  private Object sealed(ParamType type, String path, Object value) {
    var names = type.fields().stream().map(ParamNode::name).toList();
    if (!(value instanceof Map<?, ?> given) || given.size() != 2 || !given.containsKey("value")
        || !(given.get("variant") instanceof String variant)) {
      return wrong(path, "{\"variant\": one of " + String.join(", ", names) + ", \"value\": …}", value, "");
    }
    for (var field : type.fields()) {
      if (field.name().equals(variant)) {
        var read = check(field.type(), path + "." + variant, given.get("value"));
        Map<String, @Nullable Object> whole = new LinkedHashMap<>();
        whole.put("variant", variant);
        whole.put("value", read);
        return read == WRONG ? WRONG : whole;
      }
    }
    return wrong(path, "as variant one of " + String.join(", ", names), variant, NearestName.hint(variant, names));
  }

  private Object constant(ParamType type, String path, Object value) {
    if (value instanceof String name && type.constants().contains(name)) {
      return value;
    }
    return wrong(path, "one of " + String.join(", ", type.constants()), value,
        value instanceof String name ? NearestName.hint(name, type.constants()) : "");
  }

  private Object integer(ParamType type, String path, Object value) {
    if (!(value instanceof JsonNumber number) || number.text().chars().anyMatch(c -> ".eE".indexOf(c) >= 0)) {
      return wrong(path, "integer", value, "");
    }
    var exact = new BigInteger(number.text());
    var min = type.min();
    var max = type.max();
    if ((min != null && exact.compareTo(BigInteger.valueOf(min)) < 0)
        || (max != null && exact.compareTo(BigInteger.valueOf(max)) > 0)) {
      problems.add(new ParamProblem("out-of-range", path, "an integer from " + min + " to " + max,
          JsonTree.shown(value), ""));
      return WRONG;
    }
    return new JsonNumber(exact.toString());
  }

  private Object scalar(@Nullable Scalar scalar, String path, Object value) {
    if (scalar == null) {
      // A kind of a newer graph: the agent that reads the value knows it.
      return value;
    }
    return switch (scalar.token()) {
      case BOOLEAN -> value instanceof Boolean ? value : wrong(path, scalar.expected(), value, "");
      case NUMBER -> value instanceof JsonNumber number
          ? number(scalar, path, number)
          : wrong(path, scalar.expected(), value, "");
      case STRING -> value instanceof String text
          ? text(scalar, path, text)
          : wrong(path, scalar.expected(), value, "");
    };
  }

  private Object number(Scalar scalar, String path, JsonNumber number) {
    try {
      var parsed = scalar.parse().apply(number.text());
      if (parsed instanceof BigDecimal exact && Math.abs((long) exact.scale()) > MOST_SCALE) {
        return outOfRange(path, "a number with at most " + MOST_SCALE + " digits before or after the point", number,
            "");
      }
      return new JsonNumber(scalar.text().apply(parsed));
    } catch (ArithmeticException | IllegalArgumentException | java.time.DateTimeException e) {
      return outOfRange(path, scalar.expected() + " that fits a " + scalar.type().getSimpleName(), number,
          String.valueOf(e.getMessage()));
    }
  }

  private Object outOfRange(String path, String expected, JsonNumber found, String hint) {
    problems.add(new ParamProblem("out-of-range", path, expected, JsonTree.shown(found), hint));
    return WRONG;
  }

  private Object text(Scalar scalar, String path, String text) {
    var half = WellFormed.firstHalf(text);
    if (half >= 0) {
      problems.add(new ParamProblem("wrong-type", path, "text of whole characters",
          "half of a surrogate pair at index " + half, ""));
      return WRONG;
    }
    if (scalar.kind().equals("path")) {
      // Which paths there are is known where the body runs.
      return text.indexOf('\0') < 0 ? text : wrong(path, scalar.expected(), text, "");
    }
    try {
      return scalar.text().apply(scalar.parse().apply(text));
    } catch (RuntimeException e) {
      return wrong(path, scalar.expected(), text, "");
    }
  }

  private Object wrong(String path, String expected, @Nullable Object found, String hint) {
    problems.add(new ParamProblem("wrong-type", path, expected, JsonTree.shown(found), hint));
    return WRONG;
  }
}
