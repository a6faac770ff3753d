package io.tidemill.agent.value;

import java.nio.file.Path;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/// A [Path] as its text, so that a relative path stays relative.
final class PathText {
  private PathText() {}

  static final class Writer extends StdScalarSerializer<Path> {
    Writer() {
      super(Path.class);
    }

    @Override public void serialize(Path path, JsonGenerator out, SerializationContext context) {
      out.writeString(path.toString());
    }
  }

  static final class Reader extends StdScalarDeserializer<Path> {
    Reader() {
      super(Path.class);
    }

    @Override public Path deserialize(JsonParser in, DeserializationContext context) {
      return Path.of(in.getValueAsString(""));
    }
  }
}
