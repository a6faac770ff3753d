package io.tidemill.store.h2;

import io.tidemill.store.exception.StoreUnreachableException;
import io.tidemill.store.exception.StoreUnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
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
  private static final int BLOCK = 4096;
  /// Commits that may be in the file and not yet on the disk: projections are not forced, the journal is, many times a second.
  private static final int MOST_UNTOLD = 64;
  private static final String SUFFIX = ".mv.db";

  private H2Recovery() {}

  /// Makes the header of a file right. What cannot be read is left alone: whoever opens it next says what is wrong.
  ///
  /// @param database the file, without the ending H2 gives it
  /// @throws StoreUnusableException if the file is empty, is something else, or was cut short: H2 would take it for a new one, or for an older one
  /// @throws StoreUnreachableException if the header cannot be written: without it the file must not be opened
  static void recover(Path database) {
    Path file = database.resolveSibling(database.getFileName() + SUFFIX);
    try {
      if (!Files.exists(file)) {
        return;
      }
      if (Files.size(file) == 0) {
        throw unusable(file, "an empty file", null);
      }
      H2Header header = H2Header.read(file);
      if (header == null) {
        throw unusable(file, "a file that H2 cannot read (it does not begin as one of its files does)", null);
      }
      if (!header.isWhole(file)) {
        refuseTorn(file, header);
      }
      if (header.clean()) {
        return;
      }
      MVStore store = new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().recoveryMode().open();
      long version = store.getCurrentVersion();
      store.close(0);
      LOG.info("The database was not closed; its last commit is version {}", version);
    } catch (MVStoreException e) {
      if (e.getErrorCode() == DataUtils.ERROR_WRITING_FAILED) {
        throw new StoreUnreachableException("Expected to write to " + file + ", but found: " + e.getMessage()
            + "; make room on its disk, and start again", e);
      }
      LOG.debug("The end of {} could not be found", file, e);
    } catch (IOException e) {
      LOG.debug("The end of {} could not be found", file, e);
    }
  }

  /// The header names a commit that is not there. What is left of a file that was closed in order has been damaged since. Of one that was not, the
  /// commit may never have reached the disk, so that nobody was told of it: then the one before it must be there.
  private static void refuseTorn(Path file, H2Header header) {
    String found = "one whose end is missing: it had commit " + header.version() + " at byte " + header.block() * BLOCK;
    if (header.clean()) {
      throw unusable(file, found, null);
    }
    long version;
    try (MVStore store = new MVStore.Builder().fileName(file.toString()).readOnly().recoveryMode().open()) {
      version = store.getCurrentVersion();
    } catch (MVStoreException e) {
      throw unusable(file, found, e);
    }
    if (version < header.version() - MOST_UNTOLD) {
      throw unusable(file, found + ", and the last whole one is " + version, null);
    }
    if (version >= header.version()) {
      return; // its place was used again
    }
    LOG.warn("The database in {} ends with commit {}, but had begun commit {} when its process or its machine ended",
        file,
        version, header.version());
  }

  private static StoreUnusableException unusable(Path file, String found, @Nullable Exception e) {
    return new StoreUnusableException("Expected a database in " + file + ", but found " + found
        + "; restore it from a backup, or, to begin anew, delete the file", e);
  }
}
