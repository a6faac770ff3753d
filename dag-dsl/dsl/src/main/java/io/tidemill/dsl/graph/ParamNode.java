package io.tidemill.dsl.graph;

import org.jspecify.annotations.Nullable;

/// One parameter of a DAG, from one component of its parameter record.
///
/// @param name name of the record component
/// @param type one of `string`, `integer`, `number`, `boolean`, `date`, `time`, `date-time`, `instant`, `duration`, `zone`,
///     `enum:A|B|C`, `array:<type>`, `object`
/// @param min least value of an `integer` (that of the Java type), null for other types
/// @param max greatest value of an `integer`, null for other types
/// @param doc what the parameter means, empty where nothing was written
/// @param defaultJson the default as JSON text, or null where a value must be given
public record ParamNode(String name, String type, @Nullable Long min, @Nullable Long max, String doc,
    @Nullable String defaultJson) {}
