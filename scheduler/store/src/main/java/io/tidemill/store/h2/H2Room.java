package io.tidemill.store.h2;

import io.tidemill.runtime.port.StoreException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// The room on the disk of a database file. H2 closes the whole database where a write finds none, so it is asked for before.
final class H2Room {
  /// What must be free before a write: many times what one commit adds to the file.
  static final long LEAST_BYTES = 4L << 20;

  private final Path directory;

  H2Room(Path directory) {
    this.directory = directory;
  }

  /// @throws StoreException if there is too little
  void require() {
    long free = free();
    if (free < LEAST_BYTES) {
      String found = "only " + (free >> 10) + " KiB are free";
      throw new StoreException(
          "Expected at least " + (LEAST_BYTES >> 20) + " MiB of free space on the disk of " + directory
              + " for the database, but " + found + "; make room, and everything goes on by itself",
          new IOException(found));
    }
  }

  private long free() {
    try {
      FileStore store = Files.getFileStore(directory);
      return store.getUsableSpace();
    } catch (IOException _) {
      return Long.MAX_VALUE; // nothing is known; the write will tell
    }
  }
}
