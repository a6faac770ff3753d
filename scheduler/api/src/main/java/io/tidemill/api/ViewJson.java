package io.tidemill.api;

import io.tidemill.dsl.json.JsonLimits;
import io.tidemill.dsl.value.ValueCodec;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// How the views are written and read as JSON.
public final class ViewJson {
  private static final int VIEW_LEVELS = 20;

  /// Reads every value that a task may write, with the levels of the view around it.
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(JsonLimits.DEPTH + VIEW_LEVELS)
          .maxNumberLength(JsonLimits.NUMBER)
          .maxNameLength(ValueCodec.MOST_BYTES)
          .build())
      .build();

  /// For what comes from outside: unknown and repeated members are refused.
  public static final JsonMapper STRICT = JsonMapper.builder(FACTORY)
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
          DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .build();

  /// For answers of a scheduler, which may be newer and say more.
  public static final JsonMapper LENIENT = JsonMapper.builder(FACTORY)
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .build();

  private ViewJson() {}
}
