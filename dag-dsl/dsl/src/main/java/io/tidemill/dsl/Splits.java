package io.tidemill.dsl;

import io.tidemill.dsl.body.Arguments;
import io.tidemill.dsl.code.ShardElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The byte ranges of files, those given here or those of the one input.
record Splits(List<Path> given, long bytes) implements ShardSourceExpansion {
  @Override public void expand(List<@Nullable Object> inputs, ShardCollector shards) throws IOException {
    Collection<?> files = inputs.isEmpty() ? given : new Arguments(inputs).<Collection<?>>at(0);
    for (var file : files) {
      split(String.valueOf(file), shards);
    }
  }

  private void split(String path, ShardCollector shards) throws IOException {
    var file = Path.of(path);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(path, null, "expected a file that the agent can read");
    }
    var size = Files.size(file);
    for (var offset = 0L; offset < size;) {
      var split = new FileSplit(path, offset, Math.min(bytes, size - offset));
      shards.add(new ShardElement(split.key(), split));
      offset += split.length();
    }
  }
}
