package io.tidemill.benchmarks;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// One line of results.
final class ResultLine {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private final Map<String, Object> fields = new LinkedHashMap<>();

  ResultLine(String benchmark, String database) {
    fields.put("benchmark", benchmark);
    fields.put("database", database);
  }

  ResultLine put(String name, Object value) {
    fields.put(name, value instanceof Double d ? rounded(d) : value);
    return this;
  }

  private static double rounded(double value) {
    return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000.0;
  }

  void print(PrintStream out) {
    out.println(MAPPER.writeValueAsString(fields));
    out.flush();
  }
}
