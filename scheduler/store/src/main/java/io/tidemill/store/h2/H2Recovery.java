package io.tidemill.store.h2;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the end of a database file whose process was killed.
///
/// H2 finds the last commit by the header of the file, from which each chunk names the next. Once it uses space in the file again,
/// a header it writes can name the chunk before the last, which does not know where the last one is: whoever opens the file then
/// sees up to twenty commits less than were forced to the disk (seen with H2 2.5.252). In its recovery mode H2 looks at the whole
/// file instead. So a file that was not closed is opened that way once, and closed, before it is used.
final class H2Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(H2Recovery.class);
  private static final int HEADER_BYTES = 4096;
  private static final String CLEAN = "clean:1";
  private static final String SUFFIX = ".mv.db";

  private H2Recovery() {}

  /// Makes the header of a file right. What cannot be opened is left alone: whoever opens it next says what is wrong.
  ///
  /// @param database the file, without the ending H2 gives it
  static void recover(Path database) {
    Path file = database.resolveSibling(database.getFileName() + SUFFIX);
    try {
      if (!Files.exists(file) || isClean(file)) {
        return;
      }
      MVStore store = new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().recoveryMode().open();
      long version = store.getCurrentVersion();
      store.close(0);
      LOG.info("The database was not closed; its last commit is version {}", version);
    } catch (IOException | MVStoreException e) {
      LOG.debug("The end of {} could not be found", file, e);
    }
  }

  private static boolean isClean(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(HEADER_BYTES), StandardCharsets.ISO_8859_1).contains(CLEAN);
    }
  }
}
