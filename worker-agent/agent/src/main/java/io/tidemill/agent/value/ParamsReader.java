package io.tidemill.agent.value;

import io.tidemill.agent.value.ValueCodec.ParamDefault;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads a parameter record, with defaults where fields are missing.
final class ParamsReader {
  private ParamsReader() {}

  static <P> @Nullable P read(JsonMapper mapper, ValueForm form, Class<P> type, byte[] json,
      List<ParamDefault> defaults) throws ValueException {
    if (type == Void.class) {
      return null;
    }
    if (defaults.isEmpty()) {
      return type.cast(form.decode(json));
    }
    JsonNode tree;
    try {
      tree = mapper.readTree(json);
    } catch (JacksonException e) {
      throw new ValueException("Expected the parameters as a JSON object, but found: " + e.getOriginalMessage(), e);
    }
    if (!(tree instanceof ObjectNode object)) {
      throw new ValueException("Expected the parameters as a JSON object, but found " + tree.getNodeType());
    }
    boolean filled = false;
    for (ParamDefault each : defaults) {
      if (!object.has(each.name())) {
        object.set(each.name(), mapper.readTree(each.json()));
        filled = true;
      }
    }
    return type.cast(form.decode(filled ? mapper.writeValueAsBytes(object) : json));
  }
}
