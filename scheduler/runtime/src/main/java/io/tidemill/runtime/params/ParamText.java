package io.tidemill.runtime.params;

import io.tidemill.dsl.graph.ParamNode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads the value of `name=value` as the type of its parameter wants it.
final class ParamText {
  private static final String ARRAY = "array:";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonMapper mapper;

  ParamText(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /// The value; a string where the text cannot be read as the type, so that the check tells the problem.
  JsonNode read(ParamNode param, String text) {
    if (text.equals("null") && "null".equals(param.defaultJson()) && !param.type().equals("string")) {
      return NODES.nullNode();
    }
    return read(param.type(), text);
  }

  private JsonNode read(String type, String text) {
    if (type.startsWith(ARRAY)) {
      if (text.startsWith("[")) {
        return json(text);
      }
      ArrayNode list = NODES.arrayNode();
      if (!text.isEmpty()) {
        for (String part : text.split(",", -1)) {
          list.add(read(type.substring(ARRAY.length()), part.strip()));
        }
      }
      return list;
    }
    return switch (type) {
      case "integer", "number", "boolean", "object" -> json(text);
      default -> NODES.stringNode(text);
    };
  }

  private JsonNode json(String text) {
    try {
      JsonNode value = mapper.readTree(text);
      return value.isMissingNode() ? NODES.stringNode(text) : value;
    } catch (JacksonException _) {
      return NODES.stringNode(text);
    }
  }
}
