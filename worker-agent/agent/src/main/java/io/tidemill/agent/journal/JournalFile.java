package io.tidemill.agent.journal;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file of frames that grows at its end. Used by one thread at a time.
///
/// Not a FileChannel: an interrupt, of which attempts get some, would close it.
final class JournalFile implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
  private static final byte[] HEAD = "TMJRNL1\n".getBytes(StandardCharsets.US_ASCII);

  /// Bytes before the first frame.
  static final int HEAD_BYTES = HEAD.length;

  private final Path path;
  private final Opener opener;
  private @Nullable RandomAccessFile file;
  private long end;
  private boolean torn;

  /// Opens the file for writing; tests open one whose disk is full.
  interface Opener {
    RandomAccessFile open(Path path) throws IOException;
  }

  /// Takes a frame that was found.
  interface Reader {
    /// @param at where the frame begins
    /// @param length of the frame
    void read(byte[] content, long at, int length) throws IOException;
  }

  /// @param path need not exist
  JournalFile(Path path, Opener opener) {
    this.path = path;
    this.opener = opener;
  }

  /// Reads all frames up to the first that is not whole. A file that is no journal is set aside.
  ///
  /// @throws IOException if the file cannot be read
  static void scan(Path path, Reader reader) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    long size = Files.size(path);
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
      byte[] head = in.readNBytes(HEAD.length);
      if (!Arrays.equals(head, HEAD)) {
        if (size >= HEAD.length) {
          setAside(path);
        }
        return;
      }
      long at = HEAD.length;
      while (size - at >= FrameBatch.HEAD) {
        int length = in.readInt();
        int checksum = in.readInt();
        if (length <= 0 || length > size - at - FrameBatch.HEAD) {
          break;
        }
        byte[] content = in.readNBytes(length);
        if (content.length < length || FrameBatch.checksum(content, 0, length) != checksum) {
          break;
        }
        reader.read(content, at, FrameBatch.HEAD + length);
        at += FrameBatch.HEAD + length;
      }
      if (at < size) {
        LOG.info("The last {} bytes of {} are of a write that was cut off; they are left out", size - at, path);
      }
    }
  }

  /// Moves a file away that begins otherwise than a journal, so that nobody has to do so before the agent starts.
  private static void setAside(Path path) throws IOException {
    Path aside = path.resolveSibling(path.getFileName() + ".damaged-" + System.currentTimeMillis());
    Files.move(path, aside);
    LOG.error(
        "Expected {} to be a journal of this version of the agent, but it begins otherwise; it is kept as {}, and the"
            + " agent starts without it. Results in it that no scheduler has are lost; what the agent had is lost once its"
            + " schedulers have not heard of it for a while, and runs again. Tasks that say onAgentLost(WAIT) go on when"
            + " somebody says `tidemill agents lost`. Have the disk looked at",
        path, aside);
  }

  /// Length of the file.
  long end() {
    return end;
  }

  /// Appends frames with one call: all or nothing.
  ///
  /// @return where the first begins
  /// @throws IOException if they cannot be written now
  long append(FrameBatch frames) throws IOException {
    RandomAccessFile out = file;
    if (out == null) {
      throw new IOException("Expected " + path + " to be open, but it is closed");
    }
    if (torn) {
      cutBack(out);
    }
    try {
      out.write(frames.array(), 0, frames.length());
    } catch (IOException e) {
      torn = true;
      try {
        cutBack(out);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw new IOException("Expected to write " + frames.length() + " bytes to " + path + ", but: " + e.getMessage(),
          e);
    }
    long at = end;
    end += frames.length();
    return at;
  }

  /// Removes what a failed write has left, so that the next frame stands where it is found.
  private void cutBack(RandomAccessFile out) throws IOException {
    out.setLength(end);
    out.seek(end);
    torn = false;
  }

  /// The file once more, to read frames as they stand; whoever asks closes it.
  RandomAccessFile open() throws IOException {
    return new RandomAccessFile(path.toFile(), "r");
  }

  /// Writes a new file beside the old one, which stays as it is until the new one is whole and takes its name.
  ///
  /// @throws IOException if it cannot be written; the old one goes on
  void replace(Writer content) throws IOException {
    Path draft = path.resolveSibling(path.getFileName() + ".new");
    RandomAccessFile made = null;
    long length = HEAD.length;
    try {
      Files.deleteIfExists(draft);
      made = opener.open(draft);
      made.write(HEAD);
      RandomAccessFile out = made;
      length += content.write((bytes, count) -> out.write(bytes, 0, count));
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      if (made != null) {
        made.close();
      }
      Files.deleteIfExists(draft);
      throw new IOException("Expected to write " + path + " anew, but: " + e.getMessage(), e);
    }
    close();
    file = made;
    end = length;
    torn = false;
  }

  /// Makes the content of a new file.
  interface Writer {
    /// @return how many bytes it has put
    long write(Target target) throws IOException;
  }

  /// Where the content of a new file goes.
  interface Target {
    void put(byte[] bytes, int count) throws IOException;
  }

  @Override public void close() throws IOException {
    RandomAccessFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }
}
