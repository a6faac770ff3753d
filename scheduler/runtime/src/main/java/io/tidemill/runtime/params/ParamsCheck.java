package io.tidemill.runtime.params;

import io.tidemill.dsl.graph.ParamNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Checks the parameters of a run against those its DAG declares. Safe for use by several threads.
public final class ParamsCheck {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .build();
  private static final ParamText TEXT = new ParamText(MAPPER);

  private final List<ParamNode> declared;
  private final List<String> names;

  /// @param declared parameters of the DAG's graph
  public ParamsCheck(List<ParamNode> declared) {
    this.declared = List.copyOf(declared);
    names = declared.stream().map(ParamNode::name).toList();
  }

  /// Checks a JSON text.
  ///
  /// @return a JSON object with all parameters in the order of their declaration
  public byte[] json(String text) throws InvalidParamsException {
    return object(parse(text), Map.of());
  }

  /// Checks a JSON value.
  ///
  /// @return a JSON object with all parameters in the order of their declaration
  public byte[] json(JsonNode value) throws InvalidParamsException {
    return object(value, Map.of());
  }

  /// Checks `name=value` texts, which win over the members of a JSON object.
  ///
  /// @param object text of a JSON object, null for none
  /// @return a JSON object with all parameters in the order of their declaration
  public byte[] pairs(@Nullable String object, List<String> pairs) throws InvalidParamsException {
    List<ParamProblem> problems = new ArrayList<>();
    Map<String, String> texts = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        problems.add(new ParamProblem("not-a-pair", "", "name=value", "'" + pair + "'", ""));
      } else if (texts.putIfAbsent(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
        problems.add(new ParamProblem("duplicate", pair.substring(0, equals), "one value", "several", "give it once"));
      }
    }
    JsonNode given = object == null ? JsonNodeFactory.instance.objectNode() : parse(object);
    return object(given, texts, problems);
  }

  /// What can be given, for people: one line a parameter.
  public String usage() {
    return declared.isEmpty()
        ? "it takes no parameters"
        : declared.stream()
            .map(param -> param.name() + " (" + param.type()
                + (param.defaultJson() == null ? ", required)" : ", default " + param.defaultJson() + ")")
                + (param.doc().isEmpty() ? "" : " " + param.doc()))
            .collect(Collectors.joining("\n"));
  }

  private static JsonNode parse(String text) throws InvalidParamsException {
    try {
      JsonNode value = MAPPER.readTree(text);
      if (!value.isMissingNode()) {
        return value;
      }
      throw notAnObject("nothing");
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw notAnObject(e.getOriginalMessage()
          + (at == null || at.getLineNr() < 1 ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
    }
  }

  private static InvalidParamsException notAnObject(String found) {
    return new InvalidParamsException(List.of(new ParamProblem("not-an-object", "", "a JSON object", found, "")));
  }

  private byte[] object(JsonNode given, Map<String, String> texts) throws InvalidParamsException {
    return object(given, texts, new ArrayList<>());
  }

  private byte[] object(JsonNode given, Map<String, String> texts, List<ParamProblem> problems)
      throws InvalidParamsException {
    if (!given.isObject()) {
      throw notAnObject(ParamValue.shown(given));
    }
    ObjectNode checked = JsonNodeFactory.instance.objectNode();
    for (ParamNode param : declared) {
      JsonNode value = texts.containsKey(param.name())
          ? TEXT.read(param, texts.get(param.name()))
          : given.get(param.name());
      if (value == null) {
        fill(param, checked, problems);
      } else {
        JsonNode canonical = new ParamValue(param, problems).check(value);
        if (canonical != null) {
          checked.set(param.name(), canonical);
        }
      }
    }
    given.propertyNames().forEach(name -> known(name, problems));
    texts.keySet().stream().filter(name -> !given.has(name)).forEach(name -> known(name, problems));
    if (!problems.isEmpty()) {
      throw new InvalidParamsException(problems);
    }
    return MAPPER.writeValueAsBytes(checked);
  }

  private static void fill(ParamNode param, ObjectNode checked, List<ParamProblem> problems) {
    String byDefault = param.defaultJson();
    if (byDefault == null) {
      problems.add(new ParamProblem("missing", param.name(), param.type(), "nothing", param.doc()));
    } else {
      checked.set(param.name(), MAPPER.readTree(byDefault));
    }
  }

  private void known(String name, List<ParamProblem> problems) {
    if (!names.contains(name)) {
      problems.add(new ParamProblem("unknown", name,
          names.isEmpty() ? "no parameters" : "one of " + String.join(", ", names), "'" + name + "'",
          NearestName.hint(name, names)));
    }
  }
}
