package io.tidemill.agent.isolate;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.InputValue;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// [AttemptWork] as JSON. Jackson is in every child anyway, for the values.
final class AttemptWorkJson {
  private static final JsonMapper JSON = JsonMapper.builder()
      .addMixIn(Assignment.class, Assignments.class)
      .addMixIn(InputValue.class, Inputs.class)
      .build();

  private AttemptWorkJson() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
  @JsonSubTypes({@JsonSubTypes.Type(Assignment.RunTask.class), @JsonSubTypes.Type(Assignment.Expand.class),
      @JsonSubTypes.Type(Assignment.RunShards.class)})
  private interface Assignments {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
  @JsonSubTypes({@JsonSubTypes.Type(InputValue.Single.class), @JsonSubTypes.Type(InputValue.Sharded.class),
      @JsonSubTypes.Type(InputValue.Ended.class)})
  private interface Inputs {}

  static byte[] write(AttemptWork work) {
    return JSON.writeValueAsBytes(work);
  }

  /// @throws IOException if it is not what [#write] makes
  static AttemptWork read(byte[] json) throws IOException {
    try {
      return JSON.readValue(json, AttemptWork.class);
    } catch (JacksonException e) {
      throw new IOException("Expected an attempt as JSON, but: " + e.getOriginalMessage(), e);
    }
  }
}
