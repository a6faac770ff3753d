package io.tidemill.daemon.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/// What tells that a file may have another content than before, without reading it: where its links lead, which file that is, its
/// size and its time.
record FileStamp(Path real, @Nullable Object file, long bytes, FileTime modified) {
  /// The stamp of a file now; null where the path is a folder or something else that holds no bytes.
  ///
  /// @throws IOException if there is no such file, or it may not be looked at
  static @Nullable FileStamp of(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return attributes.isRegularFile()
        ? new FileStamp(path.toRealPath(), attributes.fileKey(), attributes.size(), attributes.lastModifiedTime())
        : null;
  }
}
