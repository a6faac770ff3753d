package io.tidemill.dsl.params;

import io.tidemill.dsl.json.JsonException;
import io.tidemill.dsl.json.JsonTree;
import io.tidemill.dsl.text.NearestName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the parameters of a run, from JSON or from texts, checks them against those its DAG declares, and writes them in their
/// canonical form, which a [io.tidemill.dsl.value.ValueForm] of the parameter record reads. Immutable; safe for use by several
/// threads.
///
/// A text is what a person writes: a string, number, date or name of a constant as it is; a list as its elements with commas
/// between, or as JSON; a record, a map or a sealed value as JSON. `null` stands for nothing where there need be no value, except
/// in a string.
public final class ParamCodec {
  /// Most bytes of the parameters of a run, as JSON.
  public static final int MOST_BYTES = 1 << 20;

  private final List<ParamNode> declared;
  private final List<String> names;

  /// @param declared parameters of the DAG's graph
  public ParamCodec(List<ParamNode> declared) {
    this.declared = List.copyOf(declared);
    names = declared.stream().map(ParamNode::name).toList();
  }

  /// Checks a JSON text.
  ///
  /// @return a JSON object with all parameters in the order of their declaration
  /// @throws InvalidParamsException with all problems
  public byte[] json(String text) throws InvalidParamsException {
    return pairs(text, List.of());
  }

  /// Checks `name=value` texts, which win over the members of a JSON object.
  ///
  /// @param object text of a JSON object, null for none
  /// @return a JSON object with all parameters in the order of their declaration
  /// @throws InvalidParamsException with all problems
  public byte[] pairs(@Nullable String object, List<String> pairs) throws InvalidParamsException {
    return read(object(object), pairs, true);
  }

  /// @param all whether those that are not given are missing or have their default
  private byte[] read(Map<String, @Nullable Object> given, List<String> pairs, boolean all)
      throws InvalidParamsException {
    var problems = new ArrayList<ParamProblem>();
    Map<String, String> texts = new LinkedHashMap<>();
    for (var pair : pairs) {
      var equals = pair.indexOf('=');
      if (equals <= 0) {
        problems.add(new ParamProblem("not-a-pair", "", "name=value", "'" + pair + "'", ""));
      } else if (texts.putIfAbsent(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
        problems.add(new ParamProblem("duplicate", pair.substring(0, equals), "one value", "several", "give it once"));
      }
    }
    Map<String, @Nullable Object> checked = new LinkedHashMap<>();
    for (var param : declared) {
      if (all || given.containsKey(param.name()) || texts.containsKey(param.name())) {
        read(param, given, texts, checked, problems);
      }
    }
    given.keySet().forEach(name -> known(name, problems));
    texts.keySet().stream().filter(name -> !given.containsKey(name)).forEach(name -> known(name, problems));
    if (!problems.isEmpty()) {
      throw new InvalidParamsException(problems);
    }
    return written(checked);
  }

  /// Checks parameters of which any may be missing: those that are to win over others.
  ///
  /// @param object text of a JSON object, null for none
  /// @param pairs `name=value` texts, which win over it
  /// @return a JSON object with those that are given, in the order of their declaration
  /// @throws InvalidParamsException with all problems
  public byte[] some(@Nullable String object, List<String> pairs) throws InvalidParamsException {
    return read(object(object), pairs, false);
  }

  /// Checks the members of a JSON object, which those of another one win over.
  ///
  /// @param object text of a JSON object
  /// @param over text of the JSON object that wins
  /// @return a JSON object with all parameters in the order of their declaration
  /// @throws InvalidParamsException with all problems
  public byte[] over(String object, String over) throws InvalidParamsException {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(parse(object));
    all.putAll(parse(over));
    return read(all, List.of(), true);
  }

  /// Whether a JSON object gives every parameter, so that none is left for others to make. False where there is none at all.
  ///
  /// @param object text of a JSON object
  /// @throws InvalidParamsException if it is none
  public boolean givesAll(String object) throws InvalidParamsException {
    return !names.isEmpty() && parse(object).keySet().containsAll(names);
  }

  private static Map<String, @Nullable Object> object(@Nullable String text) throws InvalidParamsException {
    return text == null ? Map.of() : parse(text);
  }

  private static void read(ParamNode param, Map<String, @Nullable Object> given, Map<String, String> texts,
      Map<String, @Nullable Object> checked, List<ParamProblem> problems) {
    var check = new ParamValue(param.type(), problems);
    var text = texts.get(param.name());
    if (text == null) {
      check.member(param, param.name(), given, checked);
      return;
    }
    try {
      var value = param.nullable() && ParamText.isNull(param.type(), text) ? null : ParamText.read(param.type(), text);
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put(param.name(), value);
      check.member(param, param.name(), one, checked);
    } catch (JsonException e) {
      problems.add(new ParamProblem("wrong-type", param.name(), ParamText.expected(param.type()),
          "'" + shortened(text) + "': " + e.getMessage(), ""));
    }
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private void known(String name, List<ParamProblem> problems) {
    if (!names.contains(name)) {
      problems.add(new ParamProblem("unknown", name,
          names.isEmpty() ? "no parameters" : "one of " + String.join(", ", names), "'" + shortened(name) + "'",
          NearestName.hint(name, names)));
    }
  }

  @SuppressWarnings("unchecked") // a JSON tree has strings as names
  private static Map<String, @Nullable Object> parse(String text) throws InvalidParamsException {
    try {
      var value = text.isBlank() ? "" : JsonTree.parse(text);
      if (value instanceof Map<?, ?> object) {
        return (Map<String, @Nullable Object>) object;
      }
      throw notAnObject(text.isBlank() ? "nothing" : JsonTree.shown(value));
    } catch (JsonException e) {
      throw notAnObject((e.path().isEmpty() ? "" : "at " + e.path() + ": ") + e.getMessage());
    }
  }

  private static InvalidParamsException notAnObject(String found) {
    return new InvalidParamsException(List.of(new ParamProblem("not-an-object", "", "a JSON object", found, "")));
  }

  private static byte[] written(Map<String, @Nullable Object> checked) throws InvalidParamsException {
    try {
      return JsonTree.text(checked, MOST_BYTES).getBytes(StandardCharsets.UTF_8);
    } catch (JsonException e) {
      throw new InvalidParamsException(List.of(new ParamProblem("too-long", "",
          String.format(Locale.ROOT, "parameters of at most %,d bytes as JSON", MOST_BYTES), "more",
          "write large data to a store and give where it is")));
    }
  }

  /// What can be given, for people: one line a parameter.
  public String usage() {
    return declared.isEmpty()
        ? "it takes no parameters"
        : declared.stream()
            .map(param -> param.name() + " (" + param.type().text()
                + (param.defaultJson() == null ? ", required)" : ", default " + param.defaultText() + ")")
                + (param.doc().isEmpty() ? "" : " " + param.doc()))
            .collect(Collectors.joining("\n"));
  }

  /// A default as JSON.
  ///
  /// @param text as `@Default` says it
  /// @throws InvalidParamsException if it does not fit the type
  public static String defaultJson(ParamType type, String text) throws InvalidParamsException {
    var codec = new ParamCodec(List.of(new ParamNode("default", type, "", null)));
    var object = new String(codec.pairs(null, List.of("default=" + text)), StandardCharsets.UTF_8);
    return object.substring("{\"default\":".length(), object.length() - 1);
  }

  /// A value in the form that a person would write, and [#pairs] reads.
  ///
  /// @param json the value in its canonical form
  public static String text(ParamType type, String json) {
    return JsonTree.parse(json) instanceof String text ? text : json;
  }
}
